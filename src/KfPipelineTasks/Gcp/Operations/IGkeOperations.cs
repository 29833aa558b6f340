using KfPipelineTasks.Gcp.Clusters;

namespace KfPipelineTasks.Gcp.Operations;

/// <summary>The operations on GKE clusters.</summary>
public interface IGkeOperations
{
    /// <summary>How long one operation may take.</summary>
    TimeSpan Deadline { get; }

    /// <summary>Operations on a cluster and its pools, ended ones included, oldest first.</summary>
    Task<IReadOnlyList<GkeOperation>> ListAsync(ClusterPath cluster, CancellationToken cancellation);

    /// <summary>Waits until an operation of ours has ended well.</summary>
    /// <param name="subject">What it works on, as a person names it.</param>
    /// <exception cref="Door.GcpException">It ended in an error.</exception>
    /// <exception cref="Model.NotReadyInTimeException">It takes longer than <see cref="Deadline"/>.</exception>
    Task AwaitAsync(ClusterPath cluster, GkeOperation operation, string subject, CancellationToken cancellation);

    /// <summary>Waits until an operation of somebody else has ended, well or not.</summary>
    Task AwaitOtherAsync(ClusterPath cluster, string operation, CancellationToken cancellation);
}
