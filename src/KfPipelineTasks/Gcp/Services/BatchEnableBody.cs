namespace KfPipelineTasks.Gcp.Services;

internal sealed record BatchEnableBody(IReadOnlyList<string> ServiceIds);
