namespace KfPipelineTasks.Settings;

/// <summary>How the package is rendered, and where Render writes.</summary>
public sealed record RenderSettings
{
    /// <summary>Folder that gets one file per object. Default: <c>rendered</c> in the working directory.</summary>
    public string Directory { get; init; } = "rendered";

    /// <summary>What was rendered is kept, and not rendered again until something that goes in changes.</summary>
    public bool Cache { get; init; } = true;

    /// <summary>Where it is kept; empty: in the user's cache folder.</summary>
    public string CacheDirectory { get; init; } = "";
}
