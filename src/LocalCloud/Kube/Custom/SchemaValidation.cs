using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Custom;

/// <summary>Checks a custom resource against its OpenAPI schema. CEL rules (<c>x-kubernetes-validations</c>) are not evaluated.</summary>
internal static class SchemaValidation
{
    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new(StringComparer.Ordinal);

    public static void Validate(JsonObject document, JsonObject schema, List<StatusCause> causes) => Check(document, schema, "", causes);

    private static void Check(JsonNode? node, JsonObject schema, string path, List<StatusCause> causes)
    {
        if (node is null)
        {
            if (Json.Flag(schema, "nullable") != true && Json.Text(schema, "type") is { } wanted)
                causes.Add(StatusCause.TypeInvalid(Field(path), "\"null\"", $"{path} in body must be of type {wanted}: \"null\""));
            return;
        }
        if (!CheckType(node, schema, path, causes)) return;
        CheckEnum(node, schema, path, causes);
        switch (node)
        {
            case JsonObject map: CheckMap(map, schema, path, causes); break;
            case JsonArray list: CheckList(list, schema, path, causes); break;
            default: CheckScalar(node, schema, path, causes); break;
        }
        CheckCombinations(node, schema, path, causes);
    }

    private static string Field(string path) => path.Length == 0 ? "<nil>" : path;

    private static string TypeOf(JsonNode node) => node switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ when Json.Text(node) is not null => "string",
        _ when Json.Flag(node) is not null => "boolean",
        _ when IsWhole(node) => "integer",
        _ => "number",
    };

    private static bool IsWhole(JsonNode node) => Json.AsDouble(node) is { } number && Math.Floor(number).Equals(number);

    private static bool CheckType(JsonNode node, JsonObject schema, string path, List<StatusCause> causes)
    {
        var actual = TypeOf(node);
        if (Json.Flag(schema, "x-kubernetes-int-or-string") == true)
        {
            if (actual is "integer" or "string") return true;
            causes.Add(StatusCause.TypeInvalid(Field(path), $"\"{actual}\"", $"{path} in body must be of type integer,string: \"{actual}\""));
            return false;
        }
        if (Json.Text(schema, "type") is not { Length: > 0 } wanted || wanted == actual || (wanted == "number" && actual == "integer")) return true;
        causes.Add(StatusCause.TypeInvalid(Field(path), $"\"{actual}\"", $"{path} in body must be of type {wanted}: \"{actual}\""));
        return false;
    }

    private static void CheckEnum(JsonNode node, JsonObject schema, string path, List<StatusCause> causes)
    {
        if (Json.List(schema, "enum") is not { Count: > 0 } allowed || allowed.Any(one => Json.Same(one, node))) return;
        causes.Add(StatusCause.NotSupported(Field(path), Json.ToText(node), allowed.Select(one => Json.Text(one) ?? Json.ToText(one))));
    }

    private static void CheckMap(JsonObject map, JsonObject schema, string path, List<StatusCause> causes)
    {
        foreach (var name in Json.Texts(schema, "required"))
            if (!map.ContainsKey(name)) causes.Add(StatusCause.Required(Join(path, name)));
        var properties = Json.Map(schema, "properties");
        foreach (var (name, value) in map)
        {
            if (properties?[name] is JsonObject property) Check(value, property, Join(path, name), causes);
            else if (schema["additionalProperties"] is JsonObject element) Check(value, element, Join(path, name), causes);
        }
        if (Json.Number(schema, "minProperties") is { } min && map.Count < min)
            causes.Add(StatusCause.Invalid(Field(path), Json.Invariant(map.Count), $"{path} in body should have at least {min} properties"));
        if (Json.Number(schema, "maxProperties") is { } max && map.Count > max)
            causes.Add(new StatusCause("FieldValueTooMany", $"Too many: {map.Count}: must have at most {max} items", Field(path)));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static void CheckList(JsonArray list, JsonObject schema, string path, List<StatusCause> causes)
    {
        if (schema["items"] is JsonObject items)
            for (var i = 0; i < list.Count; i++) Check(list[i], items, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), causes);
        if (Json.Number(schema, "minItems") is { } min && list.Count < min)
            causes.Add(StatusCause.Invalid(Field(path), Json.Invariant(list.Count), $"{path} in body should have at least {min} items"));
        if (Json.Number(schema, "maxItems") is { } max && list.Count > max)
            causes.Add(new StatusCause("FieldValueTooMany", $"Too many: {list.Count}: must have at most {max} items", Field(path)));
        CheckDuplicates(list, schema, path, causes);
    }

    private static void CheckDuplicates(JsonArray list, JsonObject schema, string path, List<StatusCause> causes)
    {
        var kind = Json.Text(schema, "x-kubernetes-list-type");
        if (kind is not ("map" or "set")) return;
        var keys = Json.Texts(schema, "x-kubernetes-list-map-keys").ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var identity = kind == "set" ? list[i] : new JsonObject(keys.Select(key => KeyValuePair.Create(key, Json.At(list[i], key)?.DeepClone())));
            if (!seen.Add(Json.ToText(identity)))
                causes.Add(StatusCause.Duplicate(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), Json.ToText(identity)));
        }
    }

    private static void CheckScalar(JsonNode node, JsonObject schema, string path, List<StatusCause> causes)
    {
        if (Json.Text(node) is { } text) CheckText(text, schema, path, causes);
        else if (Json.AsDouble(node) is { } number) CheckNumber(node, number, schema, path, causes);
    }

    private static void CheckText(string text, JsonObject schema, string path, List<StatusCause> causes)
    {
        var length = text.EnumerateRunes().Count();
        if (Json.Number(schema, "minLength") is { } min && length < min)
            causes.Add(StatusCause.Invalid(Field(path), Quote(text), $"{path} in body should be at least {min} chars long"));
        if (Json.Number(schema, "maxLength") is { } max && length > max)
            causes.Add(StatusCause.TooLong(Field(path), max));
        if (Json.Text(schema, "pattern") is { } pattern && Pattern(pattern) is { } regex && !regex.IsMatch(text))
            causes.Add(StatusCause.Invalid(Field(path), Quote(text), $"{path} in body should match '{pattern}'"));
        if (Json.Text(schema, "format") is { } format && !FormatIsRight(format, text))
            causes.Add(StatusCause.Invalid(Field(path), Quote(text), $"{path} in body must be of type {format}: {Quote(text)}"));
    }

    private static bool FormatIsRight(string format, string text) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _),
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "ipv4" => System.Net.IPAddress.TryParse(text, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork,
        "uuid" => Guid.TryParse(text, out _),
        _ => true,
    };

    private static string Quote(string text) => Json.ToText(JsonValue.Create(text));

    private static Regex? Pattern(string pattern) => Patterns.GetOrAdd(pattern, static text =>
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            // A pattern that .NET cannot read is not checked: accepting is the milder mistake.
            return null;
        }
    });

    private static void CheckNumber(JsonNode node, double number, JsonObject schema, string path, List<StatusCause> causes)
    {
        var shown = Json.ToText(node);
        if (Json.AsDouble(schema["minimum"]) is { } min)
        {
            var exclusive = Json.Flag(schema, "exclusiveMinimum") == true;
            if (exclusive ? number <= min : number < min)
                causes.Add(StatusCause.Invalid(Field(path), shown, $"{path} in body should be greater than {(exclusive ? "" : "or equal to ")}{Json.ToText(schema["minimum"])}"));
        }
        if (Json.AsDouble(schema["maximum"]) is { } max)
        {
            var exclusive = Json.Flag(schema, "exclusiveMaximum") == true;
            if (exclusive ? number >= max : number > max)
                causes.Add(StatusCause.Invalid(Field(path), shown, $"{path} in body should be less than {(exclusive ? "" : "or equal to ")}{Json.ToText(schema["maximum"])}"));
        }
        if (Json.AsDouble(schema["multipleOf"]) is { } factor && factor > 0 && !Math.IEEERemainder(number, factor).Equals(0))
            causes.Add(StatusCause.Invalid(Field(path), shown, $"{path} in body should be a multiple of {Json.ToText(schema["multipleOf"])}"));
    }

    private static void CheckCombinations(JsonNode node, JsonObject schema, string path, List<StatusCause> causes)
    {
        foreach (var all in Json.Maps(schema, "allOf")) Check(node, all, path, causes);
        var anyOf = Json.Maps(schema, "anyOf").ToList();
        if (anyOf.Count > 0 && !anyOf.Any(option => Passes(node, option)))
            causes.Add(StatusCause.Invalid(Field(path), "\"\"", $"\"{path}\" must validate at least one schema (anyOf)"));
        var oneOf = Json.Maps(schema, "oneOf").ToList();
        var valid = oneOf.Count(option => Passes(node, option));
        if (oneOf.Count > 0 && valid != 1)
            causes.Add(StatusCause.Invalid(Field(path), "\"\"", $"\"{path}\" must validate one and only one schema (oneOf). {(valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives")}"));
        if (Json.Map(schema, "not") is { } not && Passes(node, not))
            causes.Add(StatusCause.Invalid(Field(path), "\"\"", $"\"{path}\" must not validate the schema (not)"));
    }

    private static bool Passes(JsonNode node, JsonObject schema)
    {
        var found = new List<StatusCause>();
        Check(node, schema, "", found);
        return found.Count == 0;
    }
}
