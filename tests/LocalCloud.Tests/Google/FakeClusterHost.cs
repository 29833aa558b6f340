using System.Collections.Concurrent;
using LocalCloud.Kube;

namespace LocalCloud.Tests.Google;

/// <summary>A cluster host without clusters: it remembers which run and which nodes they have.</summary>
internal sealed class FakeClusterHost : IClusterHost
{
    public const string Ca = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    public ConcurrentDictionary<ClusterKey, IReadOnlyList<NodeSpec>> Running { get; } = new();

    public Task<ClusterEndpoint> StartAsync(ClusterKey cluster, CancellationToken cancellation)
    {
        Running.TryAdd(cluster, []);
        return Task.FromResult(new ClusterEndpoint("127.0.0.1:6443", Ca));
    }

    public Task StopAsync(ClusterKey cluster, CancellationToken cancellation)
    {
        Running.TryRemove(cluster, out _);
        return Task.CompletedTask;
    }

    public Task SetNodesAsync(ClusterKey cluster, IReadOnlyList<NodeSpec> nodes, CancellationToken cancellation)
    {
        Running[cluster] = nodes;
        return Task.CompletedTask;
    }
}
