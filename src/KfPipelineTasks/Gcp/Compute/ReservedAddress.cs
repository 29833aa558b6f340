namespace KfPipelineTasks.Gcp.Compute;

internal sealed record ReservedAddress(string? Address);
