namespace KfPipelineTasks.Gcp.ConfigController;

public sealed record BundlesConfig(ConfigControllerConfig? ConfigControllerConfig);
