namespace KfPipelineTasks.Gcp.NodePools;

public sealed record PoolManagement(bool? AutoUpgrade, bool? AutoRepair);
