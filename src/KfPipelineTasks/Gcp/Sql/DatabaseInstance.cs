namespace KfPipelineTasks.Gcp.Sql;

/// <param name="State">RUNNABLE, SUSPENDED, PENDING_CREATE, PENDING_DELETE, MAINTENANCE or FAILED.</param>
public sealed record DatabaseInstance(string? Region, string? DatabaseVersion, string? State);
