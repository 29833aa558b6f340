namespace KfPipelineTasks.Gcp.ConfigController;

public sealed record ManagementConfig(StandardManagementConfig? StandardManagementConfig);
