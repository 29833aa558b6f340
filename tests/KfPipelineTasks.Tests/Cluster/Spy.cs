using System.Collections.Concurrent;

namespace KfPipelineTasks.Tests.Cluster;

/// <summary>Remembers writes, and the refused ones with the server's words.</summary>
internal sealed class Spy(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public ConcurrentQueue<string> Refused { get; } = new();

    public ConcurrentQueue<string> Written { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method != HttpMethod.Get) Written.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
        if (request.Method == HttpMethod.Get || (int)response.StatusCode < 400 || request.RequestUri!.Query.Contains("dryRun", StringComparison.Ordinal)) return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        Refused.Enqueue($"{request.Method} {request.RequestUri.PathAndQuery}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        return response;
    }
}
