using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Operations;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>The node pools of a cluster. Every change begins an operation; one works on a cluster at a time, and a change waits for its turn.</summary>
public interface INodePools
{
    /// <summary>One pool; null when it does not exist.</summary>
    Task<NodePool?> FindAsync(ClusterPath cluster, string pool, CancellationToken cancellation);

    Task<GkeOperation> CreateAsync(ClusterPath cluster, NodePool pool, CancellationToken cancellation);

    Task<GkeOperation> UpdateAsync(ClusterPath cluster, string pool, NodePoolUpdate update, CancellationToken cancellation);

    /// <param name="perZone">Nodes in each zone.</param>
    Task<GkeOperation> SetSizeAsync(ClusterPath cluster, string pool, int perZone, CancellationToken cancellation);

    Task<GkeOperation> SetAutoscalingAsync(ClusterPath cluster, string pool, PoolAutoscaling autoscaling, CancellationToken cancellation);

    /// <returns>Null when it is gone already.</returns>
    Task<GkeOperation?> DeleteAsync(ClusterPath cluster, string pool, CancellationToken cancellation);
}
