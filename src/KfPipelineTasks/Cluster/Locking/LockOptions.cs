namespace KfPipelineTasks.Cluster.Locking;

/// <summary>A lock so that two runs do not change one cluster at once.</summary>
/// <param name="Holder">Who asks: the run's address, or user and machine. Shown to others who wait.</param>
public sealed record LockOptions(string Holder)
{
    /// <summary>The process that will hold it, so that another one of the same machine need not wait when it has died; null when it cannot be told apart.</summary>
    public HolderProcess? Process { get; init; }

    public string Name { get; init; } = "kf-pipeline-tasks";

    public string Namespace { get; init; } = "default";

    /// <summary>After this long without a sign of life the lock is stale.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for another run to end.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often to say who is waited for.</summary>
    public TimeSpan Reminder { get; init; } = TimeSpan.FromSeconds(30);

    internal TimeSpan LookMost { get; init; } = TimeSpan.FromSeconds(5);
}
