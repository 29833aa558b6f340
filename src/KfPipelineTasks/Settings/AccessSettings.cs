namespace KfPipelineTasks.Settings;

/// <summary>How pipeline steps reach Google Cloud.</summary>
public sealed record AccessSettings
{
    public AccessMode Mode { get; init; } = AccessMode.ServiceAccount;
}
