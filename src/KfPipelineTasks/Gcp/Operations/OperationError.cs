namespace KfPipelineTasks.Gcp.Operations;

/// <param name="Code">google.rpc code.</param>
public sealed record OperationError(int? Code, string? Message);
