namespace KfPipelineTasks.Gcp.Judging;

/// <summary>A node as the cluster sees it.</summary>
/// <param name="Pool">Its node pool.</param>
/// <param name="Ready">It is ready, and takes Pods.</param>
public sealed record NodeFact(string Name, string Pool, bool Ready)
{
    /// <summary>How its pool was before a run began to empty it, written on the node; null when none has.</summary>
    public string? Memory { get; init; }
}
