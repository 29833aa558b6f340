namespace LocalCloud.Simulation;

/// <summary>What a workload does.</summary>
public enum BehaviourKind
{
    /// <summary>Starts, becomes ready, stays.</summary>
    Normal,

    /// <summary>Starts and ends with an error, again and again.</summary>
    CrashLoop,

    /// <summary>Its image cannot be had.</summary>
    ImagePullError,

    /// <summary>Runs, but its readiness probe never passes.</summary>
    NeverReady,

    /// <summary>Becomes ready late.</summary>
    Slow,
}
