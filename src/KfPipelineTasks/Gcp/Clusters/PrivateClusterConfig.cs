namespace KfPipelineTasks.Gcp.Clusters;

public sealed record PrivateClusterConfig(bool? EnablePrivateEndpoint, string? PublicEndpoint, string? PrivateEndpoint);
