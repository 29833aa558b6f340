namespace KfPipelineTasks.Settings;

/// <summary>What kind of installation is wanted.</summary>
public enum Variant
{
    /// <summary>GKE, users come through Identity-Aware Proxy.</summary>
    GkeIap,
    /// <summary>GKE, users come through oauth2-proxy and an identity provider.</summary>
    GkeOauth2Proxy,
    /// <summary>Users of a Dex installation that comes with Kubeflow.</summary>
    Dex,
    /// <summary>Kubeflow Pipelines alone, on GKE.</summary>
    PipelinesStandalone,
    /// <summary>Any cluster that is there already; no Google Cloud call is made.</summary>
    ExistingCluster,
}
