namespace KfPipelineTasks.Settings;

/// <summary>The Secret <c>user-gcp-sa</c>, for access mode <see cref="AccessMode.Secret"/>.</summary>
public sealed record PipelinesSecretSettings
{
    public string Namespace { get; init; } = "kubeflow";

    /// <summary>A key older than this is replaced; null: keys are not replaced for their age.</summary>
    public TimeSpan? RotateAfter { get; init; }
}
