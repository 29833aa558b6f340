namespace KfPipelineTasks.Gcp.Services;

/// <param name="Name"><c>projects/NUMBER/services/container.googleapis.com</c>.</param>
internal sealed record EnabledService(string? Name, string? State);
