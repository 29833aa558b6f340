using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Judging;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>Everything that was looked at before a node pool is planned.</summary>
/// <param name="Machines">Machine types by name.</param>
/// <param name="Nodes">Nodes of the cluster; null when it could not be asked.</param>
public sealed record PoolFacts(ClusterDetails Cluster, IReadOnlyDictionary<string, MachineType> Machines, IReadOnlyList<NodeFact>? Nodes)
{
    /// <summary>Quotas of the region; empty when nobody looked.</summary>
    public IReadOnlyList<RegionQuota> Quotas { get; init; } = [];

    /// <summary>What would hold up the emptying of a pool, by pool.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PoolHold>> Holds { get; init; } = new Dictionary<string, IReadOnlyList<PoolHold>>(StringComparer.Ordinal);

    internal NodePool? Pool(string name) => Cluster.NodePools.FirstOrDefault(p => p.Name == name);

    internal MachineType? Machine(string name) => Machines.GetValueOrDefault(name) ?? CustomMachineType.Parse(name);

    /// <summary>Nodes of a pool: those that are there, or those it was made with.</summary>
    internal int NodesOf(NodePool pool) => Nodes?.Count(n => n.Pool == pool.Name) ?? ((pool.InitialNodeCount ?? 0) * pool.Zones);
}
