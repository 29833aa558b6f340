namespace KfPipelineTasks.Settings;

/// <summary>How pipeline steps get their rights in Google Cloud.</summary>
public enum AccessMode
{
    /// <summary>Nodes run as a service account of their own with granular roles.</summary>
    ServiceAccount,
    /// <summary>Kubernetes service accounts act as Google service accounts.</summary>
    WorkloadIdentity,
    /// <summary>Nodes have the scope cloud-platform: every step may do what the nodes' account may do.</summary>
    FullScope,
    /// <summary>A service account key in the Secret <c>user-gcp-sa</c>.</summary>
    Secret,
}
