namespace KfPipelineTasks.Settings;

/// <summary>The rehearsal's cloud.</summary>
public sealed record LocalCloudSettings
{
    /// <summary>Base address of a running local cloud; empty: one is started inside the process.</summary>
    public string Url { get; init; } = "";
}
