using LocalCloud.Host;
using LocalCloud.Kube.Http;
using LocalCloud.State;

namespace LocalCloud.Kube;

/// <summary>A cluster and the server in front of it.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly IReadOnlyList<IAsyncDisposable> _parts;

    private RunningCluster(KubeCluster cluster, LoopbackListener listener, IReadOnlyList<IAsyncDisposable> parts)
    {
        Cluster = cluster;
        _listener = listener;
        _parts = parts;
        Endpoint = new($"127.0.0.1:{listener.Port}", cluster.Secrets.Certificates.CaPem);
    }

    public KubeCluster Cluster { get; }

    public ClusterEndpoint Endpoint { get; }

    public int Port => _listener.Port;

    public static async Task<RunningCluster> StartAsync(
        ClusterKey key, LocalCloudOptions options, IReadOnlyList<Func<KubeCluster, IAsyncDisposable?>> beside, IJournal journal, FrontDoor door, int port, CancellationToken cancellation)
    {
        var cluster = new KubeCluster(key, options.Time, journal, options.EstablishDelay);
        var parts = beside.Select(start => start(cluster)).OfType<IAsyncDisposable>().ToList();
        var handler = door.Before(key.Name, new KubeHttp(cluster).HandleAsync);
        return new(cluster, await ListenAsync(port, cluster, handler, cancellation), parts);
    }

    private static async Task<LoopbackListener> ListenAsync(int port, KubeCluster cluster, Microsoft.AspNetCore.Http.RequestDelegate handler, CancellationToken cancellation)
    {
        var certificate = cluster.Secrets.Certificates.Server;
        try
        {
            return await LoopbackListener.StartAsync(port, certificate, handler, cancellation);
        }
        catch (IOException) when (port != 0)
        {
            // The port of the last run was taken meanwhile: any other serves as well.
            return await LoopbackListener.StartAsync(0, certificate, handler, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Watches end first: a server waits for its open requests.
        foreach (var part in _parts) await part.DisposeAsync();
        await Cluster.DisposeAsync();
        await _listener.DisposeAsync();
    }
}
