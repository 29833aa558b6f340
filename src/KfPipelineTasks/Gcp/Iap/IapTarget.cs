namespace KfPipelineTasks.Gcp.Iap;

/// <summary>Where people are let in.</summary>
public enum IapTarget
{
    /// <summary>In the project's policy.</summary>
    Project,

    /// <summary>For everything behind Identity-Aware Proxy in the project.</summary>
    Web,

    /// <summary>For one backend service; wiped when the ingress makes a new one.</summary>
    Backend,
}
