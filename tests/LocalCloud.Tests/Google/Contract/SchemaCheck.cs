using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>Compares a JSON document with a message of a discovery document: names, types, formats, enumerations.</summary>
internal sealed class SchemaCheck(DiscoveryDocument document)
{
    private static readonly Regex Duration = new(@"^-?\d+(\.\d{1,9})?s\z");
    private static readonly Regex DateTime = new(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z");

    private readonly List<string> _problems = [];

    /// <summary>The problems of a document, each with its path; none when it fits.</summary>
    public IReadOnlyList<string> Check(string schema, JsonNode? value)
    {
        _problems.Clear();
        CheckValue(new JsonObject { ["$ref"] = schema }, value, "");
        return [.. _problems];
    }

    private void CheckValue(JsonObject schema, JsonNode? value, string path)
    {
        if (value is null) return;
        if (schema["$ref"]?.GetValue<string>() is { } name)
        {
            if (document.Schemas[name] is JsonObject named) CheckValue(named, value, path);
            else _problems.Add($"{path}: the document has no schema {name}");
            return;
        }

        switch (schema["type"]?.GetValue<string>())
        {
            case "object": CheckObject(schema, value, path); break;
            case "array": CheckArray(schema, value, path); break;
            case "any" or null: break;
            case var type: CheckScalar(schema, type, value, path); break;
        }
    }

    private void CheckObject(JsonObject schema, JsonNode value, string path)
    {
        if (value is not JsonObject found)
        {
            _problems.Add($"{path}: expected an object");
            return;
        }

        foreach (var (name, item) in found)
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is JsonObject known) CheckValue(known, item, $"{path}.{name}");
            else _problems.Add($"{path}.{name}: unknown");
        }
    }

    private void CheckArray(JsonObject schema, JsonNode value, string path)
    {
        if (value is not JsonArray list) _problems.Add($"{path}: expected a list");
        else for (var at = 0; at < list.Count; at++) CheckValue((JsonObject)schema["items"]!, list[at], $"{path}[{at}]");
    }

    private void CheckScalar(JsonObject schema, string type, JsonNode value, string path)
    {
        var kind = value.GetValueKind();
        var fits = type switch
        {
            "string" => kind == JsonValueKind.String && FitsFormat(schema, value.GetValue<string>()),
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => kind == JsonValueKind.Number && int.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out _),
            "number" => kind == JsonValueKind.Number,
            _ => false,
        };
        if (!fits) _problems.Add($"{path}: {value.ToJsonString()} is no {schema["format"]?.GetValue<string>() ?? type}");
        if (fits && schema["enum"] is JsonArray allowed && !allowed.Any(item => item!.GetValue<string>() == value.GetValue<string>()))
            _problems.Add($"{path}: {value.ToJsonString()} is none of {allowed.ToJsonString()}");
    }

    private static bool FitsFormat(JsonObject schema, string text) => schema["format"]?.GetValue<string>() switch
    {
        "int64" => long.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uint64" => ulong.TryParse(text, CultureInfo.InvariantCulture, out _),
        "byte" => Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='), new byte[text.Length + 3], out _),
        "google-duration" => Duration.IsMatch(text),
        "google-datetime" or "date-time" => DateTime.IsMatch(text),
        _ => true,
    };
}
