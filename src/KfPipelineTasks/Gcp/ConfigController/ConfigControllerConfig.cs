namespace KfPipelineTasks.Gcp.ConfigController;

public sealed record ConfigControllerConfig(bool? Enabled);
