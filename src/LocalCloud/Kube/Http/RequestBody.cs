using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http;

/// <summary>Reads the body of a request.</summary>
internal static class RequestBody
{
    public const int Limit = 3 * 1024 * 1024;

    /// <exception cref="ApiException">413: larger than the limit.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > Limit) throw ApiErrors.TooLarge(Limit);
        var buffer = new ArrayBufferWriter<byte>((int)(http.Request.ContentLength ?? 1024) + 1);
        while (true)
        {
            var read = await http.Request.Body.ReadAsync(buffer.GetMemory(4096), http.RequestAborted);
            if (read == 0) return buffer.WrittenSpan.ToArray();
            buffer.Advance(read);
            if (buffer.WrittenCount > Limit) throw ApiErrors.TooLarge(Limit);
        }
    }

    /// <summary>The document of a create or replace.</summary>
    /// <exception cref="ApiException">400 or 415: it cannot be read.</exception>
    public static JsonObject ParseObject(byte[] bytes, string? contentType, ResourceInfo resource, List<string> duplicates)
    {
        var type = MediaRange.Parse(contentType ?? "application/json").Type;
        try
        {
            var node = type switch
            {
                "application/json" or "" => bytes.Length == 0 ? throw new JsonException("EOF") : JsonReading.Parse(bytes, duplicates),
                "application/yaml" => YamlReading.Parse(bytes, duplicates),
                ProtobufReading.ContentType when resource.Custom is null => ProtobufReading.Parse(bytes, (apiVersion, kind) => TypeOf(resource, apiVersion, kind)),
                _ => throw ApiErrors.UnsupportedMediaType("application/json, application/yaml, application/vnd.kubernetes.protobuf"),
            };
            return node as JsonObject ?? throw ApiErrors.BadRequest("couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        catch (JsonException error)
        {
            throw ApiErrors.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {Explain(bytes, error)}");
        }
        catch (FormatException error)
        {
            throw ApiErrors.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {error.Message}");
        }
    }

    private static FieldType? TypeOf(ResourceInfo resource, string apiVersion, string kind) =>
        kind == resource.Kind && apiVersion == resource.GroupVersion ? resource.Type : kind is "Eviction" or "Scale" or "TokenRequest" or "Binding" ? KindTable.Struct(kind) : null;

    /// <summary>Says where JSON breaks, much as the real decoder does.</summary>
    public static string Explain(ReadOnlySpan<byte> bytes, JsonException error)
    {
        if (bytes.Length == 0) return "EOF";
        var (line, column) = (error.LineNumber ?? 0, (int)(error.BytePositionInLine ?? 0));
        var offset = 0;
        for (; line > 0 && offset < bytes.Length; offset++)
            if (bytes[offset] == '\n') line--;
        offset += column;
        return offset < bytes.Length ? $"invalid character '{(char)bytes[offset]}' looking for beginning of value" : "unexpected end of JSON input";
    }

    /// <summary>The options of a delete; an empty body means none.</summary>
    public static JsonObject? ParseOptions(byte[] bytes)
    {
        if (bytes.Length == 0) return null;
        try
        {
            return ProtobufReading.Recognises(bytes) ? ProtobufReading.Parse(bytes, (_, _) => KindTable.Struct("DeleteOptions")) : YamlReading.Parse(bytes) as JsonObject;
        }
        catch (FormatException error)
        {
            throw ApiErrors.BadRequest(error.Message);
        }
    }
}
