using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Http;

/// <summary>Writes an answer as JSON with the headers of Google's front end.</summary>
internal static class JsonWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Pretty, as the real servers do, unless the query says <c>prettyPrint=false</c>.</summary>
    public static async Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        var style = context.Request.Query["prettyPrint"] == "false" ? Compact : Indented;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, style);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        context.Response.Headers.Vary = "Origin, X-Origin, Referer";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
