namespace KfPipelineTasks.Gcp.Judging;

/// <summary>Why a cluster or a pool is, or is not, fit for Kubeflow Pipelines. The words are stable: programs compare them.</summary>
public enum Reason
{
    Eligible,

    /// <summary>GKE manages the nodes itself; nothing to check, nothing to change.</summary>
    Autopilot,

    /// <summary>The cluster is not RUNNING.</summary>
    ClusterNotRunning,

    /// <summary>Kubeflow Pipelines is installed already.</summary>
    PipelinesInstalled,

    /// <summary>Fewer than three nodes that are large enough: "does not fit the application".</summary>
    TooFewNodes,

    /// <summary>Three nodes now, and the autoscaler may take some away.</summary>
    AutoscalerMayShrink,

    /// <summary>The nodes fit, and have neither the scope cloud-platform nor an account of their own: "insufficient OAuth scopes".</summary>
    InsufficientOAuthScope,

    /// <summary>The pool is not RUNNING.</summary>
    PoolNotRunning,

    CpuTooSmall,

    MemoryTooSmall,

    /// <summary>Compute Engine does not know the machine type.</summary>
    MachineTypeUnknown,

    /// <summary>A taint keeps ordinary Pods away.</summary>
    Tainted,
}
