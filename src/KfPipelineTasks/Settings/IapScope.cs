namespace KfPipelineTasks.Settings;

/// <summary>Where roles/iap.httpsResourceAccessor is granted.</summary>
public enum IapScope
{
    /// <summary>In the project's policy.</summary>
    Project,
    /// <summary>For everything behind Identity-Aware Proxy in the project.</summary>
    IapWeb,
    /// <summary>For Kubeflow's backend service alone; wiped when the ingress makes a new one.</summary>
    BackendService,
}
