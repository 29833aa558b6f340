namespace KfPipelineTasks.Gcp.Clusters;

public sealed record WorkloadIdentityConfig(string? WorkloadPool);
