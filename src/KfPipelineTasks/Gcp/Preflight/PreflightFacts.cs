using KfPipelineTasks.Gcp.Clusters;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>What more than one check wants to know; asked once.</summary>
internal sealed class PreflightFacts(GoogleCloud cloud, PreflightWish wish, CancellationToken cancellation)
{
    private readonly Lazy<Task<ClusterDetails?>> _cluster = new(() => wish.Cluster is { } path ? cloud.Clusters.FindAsync(path, cancellation) : Task.FromResult<ClusterDetails?>(null));
    private readonly Lazy<Task<IReadOnlyList<string>>> _zones = new(() => cloud.Compute.ZonesAsync(wish.Project, cancellation));

    /// <summary>The Kubeflow cluster; null when it is not there.</summary>
    public Task<ClusterDetails?> ClusterAsync() => _cluster.Value;

    /// <summary>All zones of Compute Engine.</summary>
    public Task<IReadOnlyList<string>> ZonesAsync() => _zones.Value;

    /// <summary>The zones that the cluster's nodes are in, or will be; empty when the place does not exist.</summary>
    public async Task<IReadOnlyList<string>> NodeZonesAsync()
    {
        return await ClusterAsync() is { Locations.Count: > 0 } cluster ? cluster.Locations : NodeZones.Of(wish.Cluster?.Location ?? "", await ZonesAsync());
    }

    public static string RegionOf(string zone) => zone[..Math.Max(0, zone.LastIndexOf('-'))];
}
