using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Documents;

/// <summary>
/// Reads JSON into a tree of its own: no lazily read parts, numbers as <see cref="long"/> or <see cref="double"/>, the last of
/// two members with one name wins (and is reported), as the Kubernetes decoder does.
/// </summary>
public static class JsonReading
{
    internal const int MaxDepth = 1000;

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read()) throw new JsonException("unexpected end of JSON input");
        var node = ReadValue(ref reader, duplicates, "");
        if (reader.Read()) throw new JsonException("invalid character after top-level value");
        return node;
    }

    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8) =>
        Parse(utf8) as JsonObject ?? throw new JsonException("the document is not an object");

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, List<string>? duplicates, string path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, duplicates, path),
        JsonTokenType.StartArray => ReadArray(ref reader, duplicates, path),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        JsonTokenType.Null => null,
        _ => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble()),
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, List<string>? duplicates, string path)
    {
        var map = new JsonObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var inner = duplicates is null ? "" : path.Length == 0 ? name : path + "." + name;
            var value = ReadValue(ref reader, duplicates, inner);
            if (map.TryAdd(name, value)) continue;
            duplicates?.Add(inner);
            map[name] = value;
        }
        return map;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, List<string>? duplicates, string path)
    {
        var list = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(ReadValue(ref reader, duplicates, duplicates is null ? "" : $"{path}[{list.Count}]"));
        return list;
    }
}
