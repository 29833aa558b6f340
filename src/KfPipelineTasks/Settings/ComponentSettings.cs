namespace KfPipelineTasks.Settings;

/// <summary>One component of the package.</summary>
/// <param name="Name">Name, as in the package's own list.</param>
/// <param name="Path">Folder below the package; empty when the package's own list says it.</param>
/// <param name="Cluster">Where it goes; null when the package's own list says it.</param>
public sealed record ComponentSettings(string Name, string Path = "", ComponentCluster? Cluster = null)
{
    /// <summary>As it is written in an argument: <c>name</c>, <c>name=path</c> or <c>name=path@management</c>.</summary>
    public override string ToString() =>
        (Path.Length == 0 ? Name : $"{Name}={Path}") + (Cluster is { } cluster ? $"@{Words.Of(cluster)}" : "");
}
