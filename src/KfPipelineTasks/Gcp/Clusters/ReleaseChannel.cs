namespace KfPipelineTasks.Gcp.Clusters;

public sealed record ReleaseChannel(string? Channel);
