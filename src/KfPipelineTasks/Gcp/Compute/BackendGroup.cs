namespace KfPipelineTasks.Gcp.Compute;

/// <param name="Group">Full address of an instance group or a network endpoint group.</param>
public sealed record BackendGroup(string? Group);
