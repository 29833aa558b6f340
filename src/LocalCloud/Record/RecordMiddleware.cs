using System.Text;
using LocalCloud.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalCloud.Record;

/// <summary>Writes every request of a server into the log. It stands before everything else, faults included.</summary>
/// <param name="log">Where to.</param>
/// <param name="time">The simulated clock.</param>
/// <param name="server">Name of the server in the record: <c>google</c> or the name of a cluster.</param>
public sealed class RecordMiddleware(RequestLog log, TimeProvider time, string server)
{
    /// <summary>Where a request carries the permissions it needs.</summary>
    internal const string PermissionsItem = "permissions";

    private const int InMemory = 4 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/__requests") || context.Request.Path.StartsWithSegments("/__faults"))
        {
            await next(context);
            return;
        }

        var (received, started) = (time.GetUtcNow(), time.GetTimestamp());
        var body = await ReadAsync(context);
        try
        {
            await next(context);
        }
        finally
        {
            var request = context.Request;
            var status = context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted ? 0 : context.Response.StatusCode;
            log.Add(number => new RecordedRequest(
                number, received, server, request.Method, request.Path.Value ?? "", Redaction.Of(request.QueryString.Value ?? ""), Redaction.Of(request.Headers), Redaction.Of(request.Path.Value ?? "", body),
                status, time.GetElapsedTime(started).TotalMilliseconds, context.Items[FaultMiddleware.NameItem] as string)
            {
                Permissions = context.Items[PermissionsItem] as List<string> ?? [],
            });
        }
    }

    // The body is read once into memory; the handler reads it from there.
    private static async Task<string> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true) return "";
        context.Request.EnableBuffering(InMemory);
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[RequestLog.LongestBody];
        var length = await reader.ReadBlockAsync(buffer, context.RequestAborted);
        context.Request.Body.Position = 0;
        return new string(buffer, 0, length);
    }
}
