namespace KfPipelineTasks.Gcp.Operations;

internal sealed record OperationList(IReadOnlyList<GkeOperation>? Operations);
