namespace LocalCloud.Google.Container;

/// <summary>Types of operations, by the names of the API.</summary>
internal static class OperationTypes
{
    public const string CreateCluster = "CREATE_CLUSTER";
    public const string DeleteCluster = "DELETE_CLUSTER";
    public const string UpdateCluster = "UPDATE_CLUSTER";
    public const string UpgradeMaster = "UPGRADE_MASTER";
    public const string UpgradeNodes = "UPGRADE_NODES";
    public const string CreateNodePool = "CREATE_NODE_POOL";
    public const string DeleteNodePool = "DELETE_NODE_POOL";
    public const string SetNodePoolSize = "SET_NODE_POOL_SIZE";
    public const string SetNodePoolManagement = "SET_NODE_POOL_MANAGEMENT";
    public const string SetLabels = "SET_LABELS";
}
