namespace KfPipelineTasks.Settings;

/// <summary>As whom CheckPipelines connects.</summary>
public enum PipelinesIdentity
{
    /// <summary>With a token of the profile's service account, inside the cluster.</summary>
    ServiceAccount,
    /// <summary>Through Identity-Aware Proxy.</summary>
    Iap,
    /// <summary>With the cookie of a signed-in session.</summary>
    Cookie,
}
