using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Http;

/// <summary>Writes refusals the way Google's front ends do.</summary>
internal static class ErrorWriter
{
    public static JsonObject Body(GoogleException error, ErrorShape shape)
    {
        if (shape == ErrorShape.OAuth) return new JsonObject { ["error"] = error.Reason, ["error_description"] = error.Message };

        var inner = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
        if (shape is ErrorShape.Old or ErrorShape.Mixed)
            inner["errors"] = new JsonArray(new JsonObject { ["message"] = error.Message, ["domain"] = DomainOf(error), ["reason"] = error.Reason });
        if (shape is ErrorShape.New or ErrorShape.Mixed)
        {
            inner["status"] = error.Status;
            if (error.Details.Count > 0) inner["details"] = new JsonArray([.. error.Details.Select(detail => detail.DeepClone())]);
        }

        return new JsonObject { ["error"] = inner };
    }

    public static Task WriteAsync(HttpContext context, GoogleException error, ErrorShape shape)
    {
        foreach (var (name, value) in error.Headers) context.Response.Headers[name] = value;
        return JsonWriter.WriteAsync(context, error.Code, Body(error, shape));
    }

    /// <summary>A path or a method nobody serves: Google's front end answers with a page, not with JSON.</summary>
    public static Task WriteUnknownPathAsync(HttpContext context)
    {
        var page = $"""
            <!DOCTYPE html>
            <html lang=en>
              <meta charset=utf-8>
              <title>Error 404 (Not Found)!!1</title>
              <p><b>404.</b> <ins>That’s an error.</ins>
              <p>The requested URL <code>{WebUtility.HtmlEncode(context.Request.Path)}</code> was not found on this server.  <ins>That’s all we know.</ins>

            """;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/html; charset=UTF-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page), context.RequestAborted).AsTask();
    }

    private static string DomainOf(GoogleException error) => error.Reason is "rateLimitExceeded" or "quotaExceeded" ? "usageLimits" : "global";
}
