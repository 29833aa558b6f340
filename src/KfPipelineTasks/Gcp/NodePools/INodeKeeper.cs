using KfPipelineTasks.Gcp.Judging;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>The Kubernetes side of node pools.</summary>
public interface INodeKeeper
{
    /// <summary>The nodes of the cluster; null when it cannot be reached.</summary>
    Task<IReadOnlyList<NodeFact>?> NodesAsync(CancellationToken cancellation);

    /// <summary>What would hold up the emptying of a pool for good, in words; nothing is touched.</summary>
    Task<IReadOnlyList<string>> BlockersAsync(string pool, CancellationToken cancellation);

    /// <summary>Lets no new Pod onto the nodes of a pool.</summary>
    Task CordonAsync(string pool, CancellationToken cancellation);

    /// <summary>Opens the nodes of a pool again.</summary>
    Task UncordonAsync(string pool, CancellationToken cancellation);

    /// <summary>Moves the Pods away through the eviction API.</summary>
    /// <returns>What could not leave, in words; empty when the nodes are empty.</returns>
    Task<IReadOnlyList<string>> DrainAsync(string pool, CancellationToken cancellation);
}
