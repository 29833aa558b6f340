using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalCloud.Google.Store;

/// <summary>Small words for JSON documents.</summary>
internal static class Json
{
    /// <summary>Sets a field, or leaves it out when there is nothing to say: absent and empty are the same in these APIs.</summary>
    public static JsonObject With(this JsonObject target, string name, JsonNode? value)
    {
        if (value is not null) target[name] = value;
        return target;
    }

    public static string? Text(this JsonObject source, string name) => source[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonObject source, string name) => source[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>A whole number, whether written as one (int32) or as text (int64).</summary>
    public static long? Number(this JsonObject source, string name) => source[name]?.GetValueKind() switch
    {
        JsonValueKind.Number => long.TryParse(source[name]!.ToJsonString(), out var number) ? number : null,
        JsonValueKind.String => long.TryParse(source[name]!.GetValue<string>(), out var written) ? written : null,
        _ => null,
    };

    public static IReadOnlyList<string> Texts(this JsonObject source, string name) =>
        source[name] is JsonArray list ? [.. list.OfType<JsonValue>().Select(item => item.GetValue<string>())] : [];

    public static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    public static JsonObject Copy(this JsonObject source) => (JsonObject)source.DeepClone();

    /// <summary>Lays the fields of one object over another: objects are merged, everything else is replaced.</summary>
    public static void Merge(this JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            if (value is JsonObject from && target[name] is JsonObject into) into.Merge(from);
            else target[name] = value?.DeepClone();
        }
    }
}
