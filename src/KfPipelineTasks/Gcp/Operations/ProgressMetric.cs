namespace KfPipelineTasks.Gcp.Operations;

/// <summary><c>NODES_DONE</c>, <c>NODES_TOTAL</c> and the like.</summary>
public sealed record ProgressMetric(string? Name, long? IntValue);
