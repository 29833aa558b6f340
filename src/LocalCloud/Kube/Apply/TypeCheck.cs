using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Apply;

/// <summary>Checks an applied configuration against its type, with the messages of the real server.</summary>
internal static class TypeCheck
{
    /// <summary>Problems as <c>.path: message</c>, empty when there is none.</summary>
    public static List<string> Problems(JsonObject document, FieldType type)
    {
        var problems = new List<string>();
        Check(document, type, "", problems);
        return problems;
    }

    public static string Join(List<string> problems) =>
        problems.Count == 1 ? problems[0] : string.Join('\n', problems.Select(problem => "  " + problem).Prepend("errors:"));

    private static void Check(JsonNode? value, FieldType type, string path, List<string> problems)
    {
        if (value is null || type.Kind == FieldKind.Any) return;
        switch (type.Kind)
        {
            case FieldKind.Struct or FieldKind.Map:
                if (value is JsonObject map) CheckMembers(map, type, path, problems);
                else Expected("map", value, path, problems);
                break;
            case FieldKind.List:
                if (value is JsonArray list) CheckItems(list, type, path, problems);
                else Expected("list", value, path, problems);
                break;
            default:
                CheckScalar(value, type.Kind, path, problems);
                break;
        }
    }

    private static void CheckScalar(JsonNode value, FieldKind kind, string path, List<string> problems)
    {
        var isText = Json.Text(value) is not null;
        switch (kind)
        {
            case FieldKind.Text or FieldKind.Time or FieldKind.Bytes when !isText:
                Expected("string", value, path, problems);
                break;
            case FieldKind.Integer or FieldKind.Number when !Json.IsNumber(value):
                Expected("numeric (int or float)", value, path, problems);
                break;
            case FieldKind.Flag when Json.Flag(value) is null:
                Expected("boolean (true or false)", value, path, problems);
                break;
            case FieldKind.IntOrText or FieldKind.Quantity when !isText && !Json.IsNumber(value):
                Expected("scalar", value, path, problems);
                break;
        }
    }

    private static void CheckMembers(JsonObject map, FieldType type, string path, List<string> problems)
    {
        foreach (var (name, value) in map)
        {
            if (type.Member(name) is { } member) Check(value, member, $"{path}.{name}", problems);
            else problems.Add($"{path}.{name}: field not declared in schema");
        }
    }

    private static void CheckItems(JsonArray list, FieldType type, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (type.Shape != ListShape.Atomic)
            {
                var element = PathElement.Item(type, list[i], out var missing);
                if (missing is not null)
                {
                    problems.Add($"{path}: element {i}: associative list with keys has an element that omits key field {Go(missing)} (and doesn't have default value)");
                    continue;
                }
                place = path + PathElement.Display(element!);
                if (!seen.Add(element!))
                {
                    problems.Add($"{path}: duplicate entries for key {PathElement.Display(element!)}");
                    continue;
                }
            }
            Check(list[i], type.Element!, place, problems);
        }
    }

    private static void Expected(string what, JsonNode value, string path, List<string> problems) =>
        problems.Add($"{path}: expected {what}, got &value.valueUnstructured{{Value:{GoValue(value)}}}");

    private static string Go(string text) => Json.ToText(JsonValue.Create(text));

    private static string GoValue(JsonNode? value) => value switch
    {
        null => "interface {}(nil)",
        JsonObject map => "map[string]interface {}{" + string.Join(", ", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Go(pair.Key)}:{GoValue(pair.Value)}")) + "}",
        JsonArray list => "[]interface {}{" + string.Join(", ", list.Select(GoValue)) + "}",
        _ => Json.ToText(value),
    };
}
