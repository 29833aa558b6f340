using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>The connection to the Kubeflow Pipelines API.</summary>
public sealed record PipelinesSettings
{
    public PipelinesIdentity Identity { get; init; } = PipelinesIdentity.ServiceAccount;

    /// <summary>Base address of the API; empty: the ml-pipeline Service, through the cluster.</summary>
    public string Url { get; init; } = "";

    /// <summary>Namespace whose experiments are listed. Default: the profile's name.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Cookie header of a signed-in session.</summary>
    public Secret? Cookie { get; init; }

    /// <summary>ConnectSdk writes the old authorization policy without a rule on the user's header; it lets Pods speak as any user.</summary>
    public bool LegacyPolicy { get; init; }
}
