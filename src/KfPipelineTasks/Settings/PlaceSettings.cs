namespace KfPipelineTasks.Settings;

/// <summary>Where in the world things are made.</summary>
public sealed record PlaceSettings
{
    /// <summary>Region or zone of the Kubeflow cluster.</summary>
    public string Location { get; init; } = "";

    /// <summary>Region of everything regional. Default: the region of <see cref="Location"/>.</summary>
    public string Region { get; init; } = "";

    /// <summary>Zone of everything zonal (the database). Default: <see cref="Location"/> when that is a zone.</summary>
    public string Zone { get; init; } = "";
}
