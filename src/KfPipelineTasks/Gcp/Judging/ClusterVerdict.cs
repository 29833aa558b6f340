namespace KfPipelineTasks.Gcp.Judging;

/// <summary>Whether a cluster is fit for Kubeflow Pipelines.</summary>
/// <param name="Reason">One word; <see cref="Reason.Eligible"/> and <see cref="Reason.Autopilot"/> mean yes.</param>
/// <param name="Because">The same in words, with numbers.</param>
public sealed record ClusterVerdict(string Cluster, string Location, Reason Reason, string Because, IReadOnlyList<PoolVerdict> Pools)
{
    public bool IsEligible => Reason is Reason.Eligible or Reason.Autopilot;

    /// <summary>Nodes that fit, over all pools.</summary>
    public int FittingNodes => Pools.Where(p => p.Fits).Sum(p => p.Nodes);
}
