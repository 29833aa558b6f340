using KfPipelineTasks.Gcp.Judging;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>What a look into a cluster found.</summary>
/// <param name="Nodes">Its nodes; null when it could not be reached.</param>
/// <param name="PipelinesFoundAt">Where Kubeflow Pipelines is; null when it is not there.</param>
/// <param name="Problem">Why the look failed; null when it did not.</param>
public sealed record InsideLook(IReadOnlyList<NodeFact>? Nodes, string? PipelinesFoundAt, string? Problem = null)
{
    /// <summary>Nobody looked.</summary>
    public static InsideLook None { get; } = new(null, null);
}
