namespace KfPipelineTasks.Settings;

/// <summary>The Kubeflow cluster.</summary>
public sealed record ClusterSettings
{
    /// <summary>Name of the GKE cluster and of the installation, 2-24 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>kubeconfig context. Default: <see cref="Name"/>, unless a kubeconfig is given: then its current context.</summary>
    public string Context { get; init; } = "";

    /// <summary>kubeconfig file; empty: asked from Google Cloud.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>UID of its namespace <c>kube-system</c>, which no other cluster has; empty: any cluster that the name leads to.</summary>
    public string Uid { get; init; } = "";

    public ClusterEndpoint Endpoint { get; init; } = ClusterEndpoint.Public;

    /// <summary>Release channel of a cluster that is made.</summary>
    public ReleaseChannel ReleaseChannel { get; init; } = ReleaseChannel.Stable;

    /// <summary>ListClusters ends with exit code 2 when the cluster <see cref="Name"/> is not eligible.</summary>
    public bool RequireEligible { get; init; }
}
