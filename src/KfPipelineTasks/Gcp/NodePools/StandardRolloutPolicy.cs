namespace KfPipelineTasks.Gcp.NodePools;

public sealed record StandardRolloutPolicy(int? BatchNodeCount, string? BatchSoakDuration);
