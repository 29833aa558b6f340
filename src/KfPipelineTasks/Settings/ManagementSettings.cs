namespace KfPipelineTasks.Settings;

/// <summary>The management cluster: a Config Controller instance that makes cloud objects out of Kubernetes objects.</summary>
public sealed record ManagementSettings
{
    /// <summary>Its project. Default: the Kubeflow project.</summary>
    public string Project { get; init; } = "";

    /// <summary>Its name, 2-18 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its region. Default: the region of the Kubeflow cluster.</summary>
    public string Location { get; init; } = "";

    /// <summary>kubeconfig context. Default: <see cref="Name"/>.</summary>
    public string Context { get; init; } = "";

    /// <summary>kubeconfig file; empty: asked from Google Cloud.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>Gives the controller's identity roles/owner, as the distribution did, in place of the least set.</summary>
    public bool OwnerRole { get; init; }
}
