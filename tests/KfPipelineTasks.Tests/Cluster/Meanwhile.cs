namespace KfPipelineTasks.Tests.Cluster;

/// <summary>Has something happen in the cluster while a request is on its way.</summary>
internal sealed class Meanwhile(HttpMessageHandler inner, Action<HttpRequestMessage> happens) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        happens(request);
        return base.SendAsync(request, cancellationToken);
    }
}
