using KfPipelineTasks.Gcp.Judging;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>The Kubernetes side of node pools.</summary>
public interface INodeKeeper
{
    /// <summary>The nodes of the cluster; null when it cannot be reached.</summary>
    Task<IReadOnlyList<NodeFact>?> NodesAsync(CancellationToken cancellation);

    /// <summary>What would hold up the emptying of a pool; nothing is touched.</summary>
    Task<IReadOnlyList<PoolHold>> HoldsAsync(string pool, CancellationToken cancellation);

    /// <summary>
    /// Writes on the nodes of a pool which of them are open, and how the pool was before (<see cref="NodeFact.Memory"/>): the run after one
    /// that was killed reads it there. What is written already stays.
    /// </summary>
    Task RememberAsync(string pool, string memory, CancellationToken cancellation);

    /// <summary>Lets no new Pod onto the nodes of a pool.</summary>
    Task CordonAsync(string pool, CancellationToken cancellation);

    /// <summary>Moves the Pods away through the eviction API.</summary>
    /// <returns>What could not leave, in words; empty when the nodes are empty.</returns>
    Task<IReadOnlyList<string>> DrainAsync(string pool, CancellationToken cancellation);

    /// <summary>Opens the nodes of a pool again, but for those that somebody else had closed.</summary>
    Task ReopenAsync(string pool, CancellationToken cancellation);

    /// <summary>Takes off what <see cref="RememberAsync"/> has written.</summary>
    Task ForgetAsync(string pool, CancellationToken cancellation);
}
