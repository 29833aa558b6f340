using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Tests.Settings.Documents;

/// <summary>The table of settings as a JSON schema (draft 7, which editors know best): what may stand in kubeflow.yaml.</summary>
internal static class SettingsSchema
{
    private const string Time = "^(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$";

    private static readonly JsonSerializerOptions Style = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        var root = Group("Settings of one Kubeflow installation");
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        foreach (var setting in SettingsTable.All.Where(s => s is { IsSecret: false, Path: not null })) Place(root, setting);
        return root.ToJsonString(Style) + "\n";
    }

    private static void Place(JsonObject group, Setting setting)
    {
        var steps = setting.Path!.Split('.');
        foreach (var step in steps[..^1])
        {
            var properties = group["properties"]!.AsObject();
            if (!properties.ContainsKey(step)) properties.Add(step, Group(""));
            group = properties[step]!.AsObject();
        }

        group["properties"]!.AsObject().Add(steps[^1], Value(setting));
    }

    private static JsonObject Group(string title)
    {
        var group = new JsonObject { ["type"] = "object" };
        if (title.Length > 0) group["title"] = title;
        group["additionalProperties"] = false;
        group["properties"] = new JsonObject();
        return group;
    }

    private static JsonObject Value(Setting setting)
    {
        var value = new JsonObject { ["description"] = Description(setting) };
        switch (setting.Type)
        {
            case SettingType.Switch:
                value["type"] = "boolean";
                if (setting.Default.Length > 0) value["default"] = setting.Default == "true";
                break;
            case SettingType.Number:
                value["type"] = "integer";
                value["minimum"] = setting.Min;
                if (setting.Max != int.MaxValue) value["maximum"] = setting.Max;
                if (setting.Default.Length > 0) value["default"] = int.Parse(setting.Default, CultureInfo.InvariantCulture);
                break;
            case SettingType.List:
                value["type"] = "array";
                value["items"] = Texts();
                break;
            case SettingType.Map:
                value["type"] = "object";
                value["additionalProperties"] = Texts();
                break;
            case SettingType.DurationMap:
                value["type"] = "object";
                value["additionalProperties"] = new JsonObject { ["type"] = "string", ["pattern"] = Time };
                break;
            case SettingType.Components:
                value["type"] = "array";
                value["items"] = Component();
                break;
            default: OneText(value, setting); break;
        }

        return value;
    }

    private static void OneText(JsonObject value, Setting setting)
    {
        // A project number reads as a number unless it is quoted; both are understood.
        value["type"] = setting.Property == "Project.Number" ? new JsonArray("string", "integer") : "string";
        if (setting.Choices.Count > 0) value["enum"] = new JsonArray([.. setting.Choices.Select(c => JsonValue.Create(c))]);
        if (setting.Type == SettingType.Duration) value["pattern"] = Time;
        if (setting.DerivedDefault.Length == 0 && setting.Default.Length > 0) value["default"] = setting.Default;
        if (setting is { Example.Length: > 0, Choices.Count: 0 }) value["examples"] = new JsonArray(setting.Example);
    }

    private static string Description(Setting setting)
    {
        var text = setting.Help;
        if (setting.Unit.Length > 0 && setting.Type == SettingType.Number) text += $" In {setting.Unit}.";
        return setting.DerivedDefault.Length > 0 ? $"{text} Default: {setting.DerivedDefault}." : text;
    }

    private static JsonObject Texts() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Component() => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "string" },
            new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = false,
                ["required"] = new JsonArray("name"),
                ["properties"] = new JsonObject
                {
                    ["name"] = new JsonObject { ["type"] = "string" },
                    ["path"] = new JsonObject { ["type"] = "string" },
                    ["cluster"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Words.All<ComponentCluster>().Select(c => JsonValue.Create(c))]) },
                },
            }),
    };
}
