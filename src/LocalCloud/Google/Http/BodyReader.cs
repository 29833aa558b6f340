using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Http;

/// <summary>Reads a request body, and refuses what the real front end refuses.</summary>
internal static class BodyReader
{
    /// <summary>Largest body that is read. The real limits differ per API; none of ours needs more.</summary>
    public const int Limit = 3 * 1024 * 1024;

    public static async Task<JsonObject> ReadAsync(HttpContext context)
    {
        var bytes = await ReadBytesAsync(context);
        if (bytes.Length == 0) return [];
        if (context.Request.ContentType is { Length: > 0 } type && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            throw GoogleException.InvalidArgument($"Unsupported content type '{type}': expected application/json.");
        return Parse(bytes);
    }


    private static JsonObject Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) switch
            {
                JsonObject found => Checked(found),
                null => [],
                _ => throw GoogleException.InvalidArgument("Invalid JSON payload received. Unknown name \"\": Root element must be a message.", Detail.FieldViolation(null, "Root element must be a message.")),
            };
        }
        catch (JsonException problem)
        {
            var where = $"Invalid JSON payload received. {problem.Message}";
            throw GoogleException.InvalidArgument(where, Detail.FieldViolation(null, where));
        }
        catch (ArgumentException problem)
        {
            throw GoogleException.InvalidArgument($"Invalid JSON payload received. Duplicate name: {problem.Message}");
        }
    }

    // JsonObject finds duplicate names only when it is first looked into.
    private static JsonObject Checked(JsonObject found)
    {
        foreach (var (_, value) in found)
        {
            if (value is JsonObject child) Checked(child);
            if (value is not JsonArray list) continue;
            foreach (var item in list.OfType<JsonObject>()) Checked(item);
        }

        return found;
    }

    private static async Task<byte[]> ReadBytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength > Limit) throw TooLarge();
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Limit) throw TooLarge();
        }

        return buffer.ToArray();
    }

    private static GoogleException TooLarge() => new(413, "INVALID_ARGUMENT", $"Request payload size exceeds the limit: {Limit} bytes.", "uploadTooLarge");
}
