namespace KfPipelineTasks.Settings;

/// <summary>Where Render writes.</summary>
public sealed record RenderSettings
{
    /// <summary>Folder that gets one file per object. Default: <c>rendered</c> in the working directory.</summary>
    public string Directory { get; init; } = "rendered";
}
