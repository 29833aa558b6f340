namespace KfPipelineTasks.Gcp.NodePools;

/// <param name="Mode">GKE_METADATA: Pods get tokens of Workload Identity.</param>
public sealed record WorkloadMetadata(string? Mode);
