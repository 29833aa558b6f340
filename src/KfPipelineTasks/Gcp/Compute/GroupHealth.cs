namespace KfPipelineTasks.Gcp.Compute;

internal sealed record GroupHealth(IReadOnlyList<EndpointHealth>? HealthStatus);
