using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Documents;

/// <summary>
/// Small, forgiving look-ups in JSON documents. Documents of this server hold text, booleans, null, and numbers as
/// <see cref="long"/> or <see cref="double"/> only, so that two documents with the same meaning compare equal.
/// </summary>
public static class Json
{
    /// <summary>The node at a path of object members, or null when any step is absent.</summary>
    public static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (node is not JsonObject map || !map.TryGetPropertyValue(step, out node)) return null;
        }
        return node;
    }

    public static JsonObject? Map(JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) as JsonObject;

    public static JsonArray? List(JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) as JsonArray;

    public static string? Text(JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>A whole number, however it was put into the tree; null when it is absent or no number.</summary>
    public static long? Number(JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        JsonValue value when value.TryGetValue<double>(out var number) => (long)number,
        _ => null,
    };

    /// <summary>The objects of a list; anything else in it is passed over.</summary>
    public static IEnumerable<JsonObject> Maps(JsonNode? node, params ReadOnlySpan<string> path) =>
        List(node, path) is { } list ? list.OfType<JsonObject>() : [];

    /// <summary>The texts of a list; anything else in it is passed over.</summary>
    public static IEnumerable<string> Texts(JsonNode? node, params ReadOnlySpan<string> path) =>
        List(node, path) is { } list ? list.Select(item => Text(item)).OfType<string>() : [];

    /// <summary>The string members of an object, such as labels.</summary>
    public static IReadOnlyDictionary<string, string> TextMap(JsonNode? node, params ReadOnlySpan<string> path)
    {
        if (Map(node, path) is not { Count: > 0 } map) return EmptyTexts;
        var texts = new Dictionary<string, string>(map.Count, StringComparer.Ordinal);
        foreach (var (key, value) in map)
            if (Text(value) is { } text) texts[key] = text;
        return texts;
    }

    private static readonly IReadOnlyDictionary<string, string> EmptyTexts = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The object member of that name, made when it is absent or not an object.</summary>
    public static JsonObject Ensure(JsonObject map, string name)
    {
        if (map.TryGetPropertyValue(name, out var found) && found is JsonObject child) return child;
        var made = new JsonObject();
        map[name] = made;
        return made;
    }

    /// <summary>Sets the member unless it is there and not null.</summary>
    public static void Default(JsonObject map, string name, JsonNode value)
    {
        if (!map.TryGetPropertyValue(name, out var found) || found is null) map[name] = value;
    }

    public static JsonArray ListOf(IEnumerable<string> texts)
    {
        var list = new JsonArray();
        foreach (var text in texts) list.Add((JsonNode)text);
        return list;
    }

    public static byte[] ToBytes(JsonNode? node)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) Write(writer, node);
        return buffer.WrittenSpan.ToArray();
    }

    public static string ToText(JsonNode? node) => System.Text.Encoding.UTF8.GetString(ToBytes(node));

    public static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null) writer.WriteNullValue();
        else node.WriteTo(writer);
    }

    /// <summary>Escapes as little as JSON asks for, as the real server does.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = JsonReading.MaxDepth,
    };

    /// <summary>Equal in meaning: member order does not matter, 1 equals 1.0.</summary>
    public static bool Same(JsonNode? left, JsonNode? right)
    {
        if (ReferenceEquals(left, right)) return true;
        return (left, right) switch
        {
            (JsonObject a, JsonObject b) => SameMaps(a, b),
            (JsonArray a, JsonArray b) => SameLists(a, b),
            (JsonValue a, JsonValue b) => SameValues(a, b),
            _ => false,
        };
    }

    private static bool SameMaps(JsonObject left, JsonObject right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (key, value) in left)
            if (!right.TryGetPropertyValue(key, out var other) || !Same(value, other)) return false;
        return true;
    }

    private static bool SameLists(JsonArray left, JsonArray right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (!Same(left[i], right[i])) return false;
        return true;
    }

    private static bool SameValues(JsonValue left, JsonValue right)
    {
        if (left.TryGetValue<string>(out var text)) return right.TryGetValue<string>(out var other) && string.Equals(text, other, StringComparison.Ordinal);
        if (left.TryGetValue<bool>(out var flag)) return right.TryGetValue<bool>(out var other) && flag == other;
        return AsDouble(left) is { } a && AsDouble(right) is { } b && a.Equals(b);
    }

    public static double? AsDouble(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        _ => null,
    };

    public static bool IsNumber(JsonNode? node) => AsDouble(node) is not null;

    public static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
