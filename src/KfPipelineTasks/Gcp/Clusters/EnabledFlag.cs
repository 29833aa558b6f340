namespace KfPipelineTasks.Gcp.Clusters;

public sealed record EnabledFlag(bool? Enabled);
