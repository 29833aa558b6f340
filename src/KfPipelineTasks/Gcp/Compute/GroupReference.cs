namespace KfPipelineTasks.Gcp.Compute;

internal sealed record GroupReference(string Group);
