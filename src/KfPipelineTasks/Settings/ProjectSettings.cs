namespace KfPipelineTasks.Settings;

/// <summary>The Google Cloud project that Kubeflow lives in.</summary>
public sealed record ProjectSettings
{
    /// <summary>Project id: 6-30 lower-case letters, digits and hyphens.</summary>
    public string Id { get; init; } = "";

    /// <summary>Project number, digits only.</summary>
    public string Number { get; init; } = "";
}
