using System.IO.Compression;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http;

/// <summary>Writes answers.</summary>
internal static class Answers
{
    private const int CompressFrom = 128 * 1024;

    public static Task JsonAsync(HttpContext http, int code, JsonNode document, string contentType = "application/json") =>
        BytesAsync(http, code, Json.ToBytes(document), contentType);

    public static Task TextAsync(HttpContext http, int code, string text) =>
        BytesAsync(http, code, System.Text.Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    public static async Task BytesAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        var response = http.Response;
        response.StatusCode = code;
        response.ContentType = contentType;
        if (body.Length > CompressFrom && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync(body, http.RequestAborted);
            return;
        }
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>A <c>Warning</c> header as the real server writes it.</summary>
    public static void Warn(HttpContext http, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings.Distinct(StringComparer.Ordinal))
            http.Response.Headers.Append("Warning", $"299 - \"{Ascii(warning).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    private static string Ascii(string text) => new([.. text.Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
