namespace KfPipelineTasks.Cluster.Api;

/// <summary>What happens to the objects an object owns when it is deleted.</summary>
public enum Propagation
{
    /// <summary>The object goes at once, what it owns later.</summary>
    Background,

    /// <summary>The object goes when everything it owns is gone.</summary>
    Foreground,

    /// <summary>What it owns stays.</summary>
    Orphan,
}
