namespace KfPipelineTasks.Cluster.Nodes;

/// <summary>What became of a drain.</summary>
/// <param name="Evicted">How many Pods have left.</param>
/// <param name="Blockers">Pods that are still there, and why; empty when the nodes are empty.</param>
public sealed record DrainResult(int Evicted, IReadOnlyList<DrainBlocker> Blockers)
{
    public bool IsEmpty => Blockers.Count == 0;
}
