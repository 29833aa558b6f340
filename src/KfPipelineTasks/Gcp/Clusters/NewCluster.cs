using KfPipelineTasks.Gcp.NodePools;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>What we write of a cluster, once; it is never sent back.</summary>
public sealed record NewCluster
{
    public required string Name { get; init; }

    /// <summary>Zones of the nodes.</summary>
    public required IReadOnlyList<string> Locations { get; init; }

    public required IReadOnlyList<NodePool> NodePools { get; init; }

    public ReleaseChannel? ReleaseChannel { get; init; }

    public IpAllocationPolicy? IpAllocationPolicy { get; init; }

    public WorkloadIdentityConfig? WorkloadIdentityConfig { get; init; }

    public IReadOnlyDictionary<string, string>? ResourceLabels { get; init; }
}
