using System.Text;
using LocalCloud.Scenarios;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Faults;

/// <summary>
/// <c>GET /__faults</c> tells the rules in force, <c>POST /__faults</c> adds those of a YAML body, <c>DELETE /__faults</c> removes all, or
/// with <c>?name=</c> those of a name.
/// </summary>
public sealed class FaultEndpoint(FaultBook book)
{
    /// <summary>Answers the request when it is for this door.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (!context.Request.Path.Equals("/__faults", StringComparison.Ordinal)) return false;
        if (HttpMethods.IsGet(context.Request.Method)) await ShowAsync(context);
        else if (HttpMethods.IsPost(context.Request.Method)) await AddAsync(context);
        else if (HttpMethods.IsDelete(context.Request.Method)) Remove(context);
        else context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return true;
    }

    private Task ShowAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        new
        {
            faults = book.Rules.Select(rule => new
            {
                rule.Name, server = rule.Match.Server?.ToString(), method = rule.Match.Method?.ToString(), path = rule.Match.Path?.ToString(),
                body = rule.Match.Body?.ToString(), rule.Times, rule.Pattern, rule.Probability, rule.Then.Status,
            }),
            operations = book.Operations.Select(fault => new { type = fault.Type.ToString(), target = fault.Target.ToString(), fault.Message, fault.Code, fault.Times }),
            named = NamedFaults.Names,
        },
        context.RequestAborted);

    private async Task AddAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        try
        {
            FaultFile.Load(book, "request", await reader.ReadToEndAsync(context.RequestAborted));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (ScenarioException problem)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(problem.Message + Environment.NewLine, context.RequestAborted);
        }
    }

    private void Remove(HttpContext context)
    {
        if (context.Request.Query["name"].ToString() is { Length: > 0 } name) book.Remove(name);
        else book.Clear();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
