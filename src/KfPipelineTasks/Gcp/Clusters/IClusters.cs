namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>The GKE clusters of a project.</summary>
public interface IClusters
{
    /// <summary>All clusters in all locations, with their node pools.</summary>
    Task<ClusterList> ListAsync(string project, CancellationToken cancellation);

    /// <summary>One cluster with its node pools; null when it does not exist.</summary>
    Task<ClusterDetails?> FindAsync(ClusterPath cluster, CancellationToken cancellation);
}
