namespace KfPipelineTasks.Gcp.NodePools;

public sealed record TaintSet(IReadOnlyList<NodeTaint> Taints);
