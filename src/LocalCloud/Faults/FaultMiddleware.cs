using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalCloud.Faults;

/// <summary>Lets the rules of a fault book happen to the requests of one server: the Google one, or the one of a cluster.</summary>
/// <param name="book">The rules.</param>
/// <param name="time">The simulated clock: latency and drops follow it.</param>
/// <param name="server">Name of the server, as rules and the record call it.</param>
public sealed class FaultMiddleware(FaultBook book, TimeProvider time, string server)
{
    /// <summary>Key under which the request carries the name of the fault that happened to it.</summary>
    internal const string NameItem = "fault";

    private const int InMemory = 4 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (await CaughtAsync(context) is not { } rule)
        {
            await next(context);
            return;
        }

        context.Items[NameItem] = rule.Name;
        var then = rule.Then;
        if (then.Latency > TimeSpan.Zero) await Task.Delay(then.Latency, time, context.RequestAborted);
        await HappenAsync(context, then, next);
    }

    private async Task HappenAsync(HttpContext context, FaultAction then, RequestDelegate next)
    {
        if (then.Reset) context.Abort();
        else if (then.Stall) await StallAsync(context);
        else if (then.LoseAnswer) await LoseAnswerAsync(context, next);
        else if (then.DropAfter is { } after) await DropAsync(context, after, next);
        else if (then.Status is { } status) await AnswerAsync(context, status, then);
        else await next(context);
    }

    private async Task<FaultRule?> CaughtAsync(HttpContext context)
    {
        var request = context.Request;
        var path = $"{request.Path}{request.QueryString}";
        if (path.StartsWith("/__", StringComparison.Ordinal)) return null;
        var body = book.NeedsBody(server, request.Method, path) ? await ReadAsync(context) : "";
        return book.Take(server, request.Method, path, body);
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true) return "";
        context.Request.EnableBuffering(InMemory);
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        context.Request.Body.Position = 0;
        return text;
    }

    private static async Task AnswerAsync(HttpContext context, int status, FaultAction then)
    {
        context.Response.StatusCode = status;
        if (then.Body.Length > 0) context.Response.ContentType = "application/json; charset=UTF-8";
        foreach (var (name, value) in then.Headers) context.Response.Headers[name] = value;
        await context.Response.WriteAsync(then.Body, context.RequestAborted);
    }

    // Ends when the client does; a server that stops cuts the connection.
    private static async Task StallAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static async Task LoseAnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Body = Stream.Null;
        await next(context);
        context.Abort();
    }

    private async Task DropAsync(HttpContext context, TimeSpan after, RequestDelegate next)
    {
        await using var timer = time.CreateTimer(_ => context.Abort(), null, after, Timeout.InfiniteTimeSpan);
        await next(context);
    }
}
