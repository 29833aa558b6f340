using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Apply;

/// <summary>
/// One step of a field path in the notation of <c>fieldsV1</c>: <c>f:name</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c>, <c>i:0</c>.
/// Steps are kept as text in canonical form, so that equal steps are equal strings.
/// </summary>
internal static class PathElement
{
    public static string Field(string name) => "f:" + name;

    public static bool IsField(string element) => element.StartsWith("f:", StringComparison.Ordinal);

    public static string FieldName(string element) => element[2..];

    public static string Value(JsonNode? value) => "v:" + Json.ToText(value);

    /// <summary>The step to an item of a list that is owned by item; null when the item lacks a key.</summary>
    public static string? Item(FieldType list, JsonNode? item, out string? missingKey)
    {
        missingKey = null;
        if (list.Shape == ListShape.Set) return Value(item);
        if (list.Keys.Count == 1 && Json.Text(item, list.Keys[0].Name) is { } only)
            return string.Concat("k:{\"", list.Keys[0].Name, "\":", JsonSerializer.Serialize(only, Texts), "}");
        var keys = new JsonObject();
        foreach (var key in list.Keys.OrderBy(key => key.Name, StringComparer.Ordinal))
        {
            var value = Json.At(item, key.Name) ?? key.Default;
            if (value is null)
            {
                missingKey = key.Name;
                return null;
            }
            keys[key.Name] = value.DeepClone();
        }
        return "k:" + Json.ToText(keys);
    }

    private static readonly JsonSerializerOptions Texts = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Brings a step that a client wrote into canonical form.</summary>
    /// <exception cref="FormatException">It is no step of a field path.</exception>
    public static string Canonical(string element)
    {
        if (element.Length < 2 || element[1] != ':') throw new FormatException($"missing colon in path element: {element}");
        if (element[0] is 'f' or 'i') return element;
        if (element[0] is not ('k' or 'v')) throw new FormatException($"unknown path element: {element}");
        var value = JsonReading.Parse(System.Text.Encoding.UTF8.GetBytes(element[2..]));
        if (value is JsonObject keys && element[0] == 'k')
            value = new JsonObject(keys.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        return element[..2] + Json.ToText(value);
    }

    /// <summary>As messages write it: <c>.spec</c>, <c>[name="x"]</c>, <c>[="x"]</c>, <c>[0]</c>.</summary>
    public static string Display(string element)
    {
        var body = element[2..];
        return element[0] switch
        {
            'f' => "." + body,
            'v' => $"[={body}]",
            'i' => $"[{body}]",
            _ => "[" + string.Join(',', JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(body)).Select(pair => $"{pair.Key}={Json.ToText(pair.Value)}")) + "]",
        };
    }
}
