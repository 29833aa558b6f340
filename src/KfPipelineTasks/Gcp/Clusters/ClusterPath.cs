namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>Names a cluster.</summary>
/// <param name="Location">Region or zone.</param>
public sealed record ClusterPath(string Project, string Location, string Name)
{
    /// <summary><c>v1/projects/P/locations/L/clusters/C</c>.</summary>
    internal string Path => $"v1/{this}";

    /// <summary><c>v1/projects/P/locations/L</c>.</summary>
    internal string Place => $"v1/projects/{Uri.EscapeDataString(Project)}/locations/{Uri.EscapeDataString(Location)}";

    /// <summary><c>projects/P/locations/L</c>, as a body names it.</summary>
    internal string Parent => $"projects/{Project}/locations/{Location}";

    public override string ToString() => $"projects/{Uri.EscapeDataString(Project)}/locations/{Uri.EscapeDataString(Location)}/clusters/{Uri.EscapeDataString(Name)}";
}
