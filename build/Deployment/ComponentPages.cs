using System.Buffers;
using System.Text.Json;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The pages of <c>manifests/components/</c>, and the questions asked of them.</summary>
internal sealed class ComponentPages
{
    private static readonly string[] OwnWords = ["component", "instead", "secrets", "passwords", "merge"];
    private static readonly string[] MergeWords = ["kind", "namespace", "name", "when"];

    private readonly ILookup<string, ComponentPage> _byComponent;

    private ComponentPages(IEnumerable<ComponentPage> pages) => _byComponent = pages.ToLookup(page => page.Component, StringComparer.Ordinal);

    /// <summary>Every page.</summary>
    public IEnumerable<ComponentPage> All => _byComponent.SelectMany(pages => pages);

    /// <summary>The pages of a component.</summary>
    public IEnumerable<ComponentPage> Of(string component) => _byComponent[component];

    /// <summary>What is set in objects of a component, or of a part of it: a list may name an overlay below the component's folder.</summary>
    public IEnumerable<MergePage> MergesOf(string component) =>
        _byComponent.Where(pages => component == pages.Key || component.StartsWith(pages.Key + "/", StringComparison.Ordinal)).SelectMany(pages => pages).SelectMany(page => page.Merges);

    /// <summary>Reads the pages that come with the program.</summary>
    public static ComponentPages Read() => Read(Path.Combine(AppContext.BaseDirectory, "manifests", "components"));

    /// <summary>Reads every page of a folder.</summary>
    /// <exception cref="InvalidDataException">A page does not say what a page says; a defect of the program, not of the user.</exception>
    public static ComponentPages Read(string folder) =>
        new(Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => Page(YamlDocument.ToJson(File.ReadAllText(file), file), file)));

    /// <summary>True when the condition of a page holds.</summary>
    /// <param name="condition"><c>path=value</c>; empty holds always.</param>
    public static bool Holds(string condition, DeploySettings settings)
    {
        if (condition.Length == 0) return true;
        var (path, value) = condition.Split('=', 2) is [var left, var right] ? (left, right) : throw new InvalidDataException($"'{condition}' is not path=value.");
        return ValueText.Of(SettingsTable.ByPath[path].Get(settings)) == value;
    }

    private static ComponentPage Page(JsonElement page, string file)
    {
        var unknown = page.EnumerateObject().Select(p => p.Name).Except(OwnWords).ToList();
        if (unknown.Count > 0) throw new InvalidDataException($"{file}: a page has no '{unknown[0]}'.");
        return new ComponentPage(Text(page, "component"))
        {
            InsteadSetting = page.TryGetProperty("instead", out var instead) ? Text(instead, "setting") : "",
            SomebodyElses = instead.ValueKind == JsonValueKind.Object ? Optional(instead, "somebody-elses") : "",
            Instead = instead.ValueKind == JsonValueKind.Object ? Choices(instead) : null,
            Secrets = [.. Items(page, "secrets").Select(s => new SecretPage(Text(s, "namespace"), Text(s, "name"), Optional(s, "when"), Map(s.GetProperty("data"))))],
            Passwords = [.. Items(page, "passwords").Select(s => new PasswordPage(Text(s, "namespace"), Text(s, "name"), Texts(s.GetProperty("keys"))))],
            Merges = [.. Items(page, "merge").Select(Merge)],
        };
    }

    private static MergePage Merge(JsonElement merge)
    {
        return new MergePage(Text(merge, "kind"), Optional(merge, "namespace") is { Length: > 0 } ns ? ns : null, Text(merge, "name"), Optional(merge, "when"), Fields(merge));
    }

    // Written by hand: a serializer that looks at types costs each step of a workflow ten milliseconds.
    private static JsonElement Fields(JsonElement merge)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var field in merge.EnumerateObject().Where(p => !MergeWords.Contains(p.Name))) field.WriteTo(writer);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(json.WrittenSpan);
    }

    private static Dictionary<string, IReadOnlyList<string>> Choices(JsonElement instead) =>
        instead.EnumerateObject().Where(p => p.Name is not ("setting" or "somebody-elses")).ToDictionary(p => p.Name, p => Texts(p.Value), StringComparer.Ordinal);

    private static IEnumerable<JsonElement> Items(JsonElement page, string name) => page.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    private static Dictionary<string, string> Map(JsonElement map) => map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);

    private static IReadOnlyList<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString()!;

    private static string Optional(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
