namespace KfPipelineTasks.Settings;

/// <summary>Which door of a GKE control plane is used.</summary>
public enum ClusterEndpoint
{
    Public,
    Private,
    Dns,
    ConnectGateway,
}
