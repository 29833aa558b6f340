namespace KfPipelineTasks.Gcp.Endpoints;

internal sealed record ManagedService(string? ServiceName, string? ProducerProjectId);
