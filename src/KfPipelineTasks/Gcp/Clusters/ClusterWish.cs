using KfPipelineTasks.Gcp.NodePools;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>A GKE cluster that is wanted.</summary>
/// <param name="Path">Where, and how it is called.</param>
/// <param name="Pool">Its first node pool.</param>
/// <param name="ReleaseChannel">RAPID, REGULAR, STABLE or EXTENDED.</param>
public sealed record ClusterWish(ClusterPath Path, PoolWish Pool, string ReleaseChannel)
{
    /// <summary>The body of the request that creates it.</summary>
    internal NewCluster Build(IReadOnlyList<string> zones) => new()
    {
        Name = Path.Name,
        Locations = zones,
        NodePools = [Pool.Build(Pool.Name, zones.Count)],
        ReleaseChannel = new ReleaseChannel(ReleaseChannel),
        IpAllocationPolicy = new IpAllocationPolicy(UseIpAliases: true),
        // With a pool of its own, a cluster's nodes no longer speak as their account: only who wants that gets it.
        WorkloadIdentityConfig = Pool.Access == PoolAccess.WorkloadIdentity ? new WorkloadIdentityConfig($"{Path.Project}.svc.id.goog") : null,
        ResourceLabels = new Dictionary<string, string> { [PoolWish.Mark] = PoolWish.MarkValue },
    };
}
