using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Record;

/// <summary>
/// <c>GET /__requests</c> tells what was received, <c>DELETE /__requests</c> forgets it. The query narrows the answer:
/// <c>server</c>, <c>method</c>, <c>status</c>, <c>path</c> and <c>body</c> (regular expressions), <c>since</c> (a number).
/// </summary>
public sealed class RecordEndpoint(RequestLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Answers the request when it is for this door.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (!context.Request.Path.Equals("/__requests", StringComparison.Ordinal)) return false;
        if (HttpMethods.IsGet(context.Request.Method)) await AnswerAsync(context);
        else if (HttpMethods.IsDelete(context.Request.Method)) Clear(context);
        else context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return true;
    }

    private void Clear(HttpContext context)
    {
        log.Clear();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var wanted = Filter(context.Request.Query);
            await context.Response.WriteAsJsonAsync(new { requests = log.All.Where(wanted).OrderBy(request => request.Number) }, context.RequestAborted);
        }
        catch (ArgumentException problem)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"The filter is not understood: {problem.Message}{Environment.NewLine}", context.RequestAborted);
        }
    }

    private static Func<RecordedRequest, bool> Filter(IQueryCollection query)
    {
        var (path, body) = (Pattern(query["path"]), Pattern(query["body"]));
        var (server, method) = (query["server"].ToString(), query["method"].ToString());
        var status = Number(query["status"], "status");
        var since = Number(query["since"], "since") ?? 0;
        return request => request.Number > since
            && (server.Length == 0 || request.Server == server)
            && (method.Length == 0 || request.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (status is null || request.Status == status)
            && (path is null || path.IsMatch(request.Path + request.Query))
            && (body is null || body.IsMatch(request.Body));
    }

    private static Regex? Pattern(string? text) => string.IsNullOrEmpty(text) ? null : new Regex(text, RegexOptions.CultureInvariant, Patience);

    private static long? Number(string? text, string name) => string.IsNullOrEmpty(text) ? null
        : long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException($"{name} must be a number.");
}
