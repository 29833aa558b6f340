using KfPipelineTasks.Cluster.Forwarding;
using KfPipelineTasks.Pipelines;

namespace KfPipelineTasks.Build.Deployment.Connections;

/// <summary>An open way to a Pipelines API.</summary>
internal sealed class PipelinesWay : IDisposable
{
    private readonly HttpMessageInvoker _http;

    private PipelinesWay(SocketsHttpHandler handler, Uri address, TimeProvider time)
    {
        // What stands before the API answers with redirects and cookies; both are findings here, not to be followed.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        _http = new HttpMessageInvoker(handler);
        Client = new PipelinesClient(_http, address, time);
    }

    public PipelinesClient Client { get; }

    /// <summary>Over the network, to an address.</summary>
    public static PipelinesWay To(Uri address, TimeProvider time) => new(new SocketsHttpHandler(), address, time);

    /// <summary>Through the API server, into the Pod.</summary>
    public static PipelinesWay Into(ServedPod pod, PortForward forward, TimeProvider time) => new(
        new SocketsHttpHandler { UseProxy = false, ConnectCallback = async (_, stop) => await forward.OpenAsync(pod, stop) },
        new Uri($"http://ml-pipeline.kubeflow:{pod.Port}/"), time);

    public void Dispose() => _http.Dispose();
}
