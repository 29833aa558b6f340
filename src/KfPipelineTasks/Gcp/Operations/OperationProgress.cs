namespace KfPipelineTasks.Gcp.Operations;

public sealed record OperationProgress(IReadOnlyList<ProgressMetric>? Metrics);
