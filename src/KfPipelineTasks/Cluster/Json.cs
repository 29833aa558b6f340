using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KfPipelineTasks.Cluster;

/// <summary>Reading and making JSON without a generated object model.</summary>
internal static class Json
{
    public static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    /// <summary>The mark for "the thing itself" in a field set.</summary>
    public static readonly JsonElement Itself = JsonElement.Parse("""{".":{}}""");

    // Schemas in CustomResourceDefinitions nest deeper than the reader's default of 64.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static JsonElement Parse(ReadOnlySpan<byte> json) => JsonElement.Parse(json, Deep);

    /// <summary>The value at the path; null when a step is missing or JSON null.</summary>
    public static JsonElement? At(this JsonElement here, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(step, out here)) return null;
        }

        return here.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : here;
    }

    /// <summary>The non-empty string at the path, or null.</summary>
    public static string? Text(this JsonElement here, params ReadOnlySpan<string> path) =>
        here.At(path) is { ValueKind: JsonValueKind.String } found && found.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>The whole number at the path, or null.</summary>
    public static long? Number(this JsonElement here, params ReadOnlySpan<string> path) =>
        here.At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number) ? number : null;

    /// <summary>True when the value at the path is JSON true.</summary>
    public static bool Flag(this JsonElement here, params ReadOnlySpan<string> path) =>
        here.At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of the list at the path; none when there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement here, params ReadOnlySpan<string> path) =>
        here.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The properties of the object at the path; none when there is no object.</summary>
    public static IEnumerable<JsonProperty> Properties(this JsonElement here, params ReadOnlySpan<string> path) =>
        here.At(path) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>Writes JSON with <paramref name="write"/> and returns its bytes.</summary>
    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The bytes of a value, as it was read.</summary>
    public static ReadOnlyMemory<byte> Bytes(this JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    /// <summary>How many bytes a value has, as it was read.</summary>
    public static int Length(this JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>Items of a typed list carry no <c>apiVersion</c> and <c>kind</c>; an object always does.</summary>
    public static JsonElement WithType(JsonElement item, string apiVersion, string kind)
    {
        if (item.TryGetProperty("kind", out _) && item.TryGetProperty("apiVersion", out _)) return item;
        return Parse(Bytes(w =>
        {
            w.WriteStartObject();
            w.WriteString("apiVersion", apiVersion);
            w.WriteString("kind", kind);
            foreach (var field in item.EnumerateObject().Where(f => !f.NameEquals("apiVersion") && !f.NameEquals("kind"))) field.WriteTo(w);
            w.WriteEndObject();
        }).Span);
    }
}
