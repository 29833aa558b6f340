using KfPipelineTasks.Gcp.Operations;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>The GKE clusters of a project.</summary>
public interface IClusters
{
    /// <summary>All clusters in all locations, with their node pools.</summary>
    Task<ClusterList> ListAsync(string project, CancellationToken cancellation);

    /// <summary>One cluster with its node pools; null when it does not exist.</summary>
    Task<ClusterDetails?> FindAsync(ClusterPath cluster, CancellationToken cancellation);

    /// <summary>Begins to make a cluster, once, however often an answer is lost.</summary>
    /// <returns>The operation that makes it.</returns>
    Task<GkeOperation> CreateAsync(ClusterPath path, NewCluster cluster, CancellationToken cancellation);
}
