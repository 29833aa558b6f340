namespace KfPipelineTasks.Cluster.Access;

/// <summary>The ways to a GKE cluster's API server.</summary>
public enum GkeEndpoint
{
    /// <summary>Public IP address of the control plane, with the cluster's own CA.</summary>
    Public,

    /// <summary>Private IP address: only from inside the VPC.</summary>
    Private,

    /// <summary>DNS name ending in <c>gke.goog</c>, with a public certificate.</summary>
    Dns,

    /// <summary><c>connectgateway.googleapis.com</c>: for fleet members, from anywhere.</summary>
    ConnectGateway,
}
