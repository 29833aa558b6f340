namespace KfPipelineTasks.Gcp.Endpoints;

/// <param name="Name">Host.</param>
/// <param name="Target">IP address it leads to.</param>
public sealed record HostTarget(string? Name, string? Target);
