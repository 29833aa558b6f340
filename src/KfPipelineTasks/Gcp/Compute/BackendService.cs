namespace KfPipelineTasks.Gcp.Compute;

/// <param name="Id">Number, as text.</param>
public sealed record BackendService(string? Id, string? Name, string? Description);
