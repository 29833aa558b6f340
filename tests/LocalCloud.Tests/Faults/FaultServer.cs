using System.Net;
using LocalCloud.Faults;
using LocalCloud.Record;
using LocalCloud.Tests.Google;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LocalCloud.Tests.Faults;

/// <summary>A server that answers everything with "done", behind the record and the faults.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _handled;

    private FaultServer(WebApplication app) => _app = app;

    public FaultBook Book { get; } = new();

    public RequestLog Log { get; } = new();

    public ManualClock Clock { get; } = new();

    public HttpClient Client { get; } = new();

    /// <summary>Requests that reached the handler.</summary>
    public int Handled => _handled;

    public static async Task<FaultServer> StartAsync(string name = "google")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new FaultServer(app);
        var record = new RecordMiddleware(server.Log, server.Clock, name);
        var faults = new FaultMiddleware(server.Book, server.Clock, name);
        app.Use((context, next) => record.InvokeAsync(context, _ => next(context)));
        app.Use((context, next) => faults.InvokeAsync(context, _ => next(context)));
        app.Run(server.HandleAsync);
        await app.StartAsync();
        server.Client.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    public async Task<string> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (await new RecordEndpoint(Log).TryHandleAsync(context) || await new FaultEndpoint(Book).TryHandleAsync(context)) return;
        Interlocked.Increment(ref _handled);
        if (context.Request.Query.ContainsKey("watch"))
        {
            await context.Response.WriteAsync("first\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, context.RequestAborted);
        }

        using var reader = new StreamReader(context.Request.Body);
        await context.Response.WriteAsync($"done {await reader.ReadToEndAsync()}".TrimEnd());
    }
}
