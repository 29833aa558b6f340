namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>Which rights the nodes shall bring.</summary>
public enum PoolAccess
{
    /// <summary>A service account of their own.</summary>
    ServiceAccount,

    /// <summary>The same, and each Pod acts as its own account.</summary>
    WorkloadIdentity,

    /// <summary>The scope cloud-platform on the default account.</summary>
    FullScope,

    /// <summary>None: Pods bring a key.</summary>
    None,
}
