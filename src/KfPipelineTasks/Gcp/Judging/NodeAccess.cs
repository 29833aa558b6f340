namespace KfPipelineTasks.Gcp.Judging;

/// <summary>How Pods on a pool's nodes may reach Google Cloud.</summary>
public enum NodeAccess
{
    /// <summary>Hardly: default account and small scopes.</summary>
    None,

    /// <summary>The scope cloud-platform: whatever the nodes' account may do.</summary>
    FullScope,

    /// <summary>An account made for these nodes.</summary>
    ServiceAccount,

    /// <summary>Each Pod as its own account.</summary>
    WorkloadIdentity,
}
