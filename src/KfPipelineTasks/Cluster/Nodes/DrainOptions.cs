namespace KfPipelineTasks.Cluster.Nodes;

/// <summary>How nodes are emptied.</summary>
public sealed record DrainOptions
{
    /// <summary>How long one node may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Evict Pods with emptyDir volumes: their data is lost.</summary>
    public bool DeleteEmptyDirData { get; init; }

    /// <summary>Evict Pods that nothing will make again.</summary>
    public bool Force { get; init; }

    /// <summary>How long to wait before asking again for a Pod that its disruption budget protects.</summary>
    public TimeSpan AskAgain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often to say what is left.</summary>
    public TimeSpan Reminder { get; init; } = TimeSpan.FromSeconds(30);

    internal TimeSpan LookFirst { get; init; } = TimeSpan.FromMilliseconds(100);
}
