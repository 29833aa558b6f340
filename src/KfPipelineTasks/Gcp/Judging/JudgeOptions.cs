namespace KfPipelineTasks.Gcp.Judging;

/// <summary>What is known beside the cluster, and what is asked for.</summary>
public sealed record JudgeOptions
{
    /// <summary>False where Pods bring a key of their own: then the nodes' rights do not matter.</summary>
    public bool RequireAccess { get; init; } = true;

    /// <summary>Where Kubeflow Pipelines was found in the cluster; null when it was not, or nobody looked.</summary>
    public string? PipelinesFoundAt { get; init; }
}
