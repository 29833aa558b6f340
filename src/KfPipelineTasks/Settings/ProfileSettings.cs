namespace KfPipelineTasks.Settings;

/// <summary>The Kubeflow profile that EnsureProfile wants.</summary>
public sealed record ProfileSettings
{
    /// <summary>Name of the profile and of its namespace; empty: no profile is made.</summary>
    public string Name { get; init; } = "";

    /// <summary>E-mail of the owner. Default: the administrator.</summary>
    public string Owner { get; init; } = "";

    /// <summary>E-mails of people who may work in the profile.</summary>
    public IReadOnlyList<string> Contributors { get; init; } = [];

    /// <summary>Hard limits of the namespace's ResourceQuota, resource name to quantity.</summary>
    public IReadOnlyDictionary<string, string> Quota { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the dashboard makes a profile for whoever signs in for the first time.</summary>
    public RegistrationFlow RegistrationFlow { get; init; } = RegistrationFlow.AsPackaged;
}
