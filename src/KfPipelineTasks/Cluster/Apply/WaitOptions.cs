namespace KfPipelineTasks.Cluster.Apply;

/// <summary>How long to wait for what.</summary>
public sealed record WaitOptions
{
    /// <summary>For kinds without a deadline of their own.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Deadlines by kind, as <c>ManagedCertificate.networking.gke.io</c>. Counted from the beginning of the wait.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ByKind { get; init; } = new Dictionary<string, TimeSpan>
    {
        // Google says up to an hour; most take a quarter of one.
        ["ManagedCertificate.networking.gke.io"] = TimeSpan.FromMinutes(60),
        ["ContainerCluster.container.cnrm.cloud.google.com"] = TimeSpan.FromMinutes(40),
        ["SQLInstance.sql.cnrm.cloud.google.com"] = TimeSpan.FromMinutes(40),
        ["CustomResourceDefinition.apiextensions.k8s.io"] = TimeSpan.FromMinutes(2),
        ["Namespace"] = TimeSpan.FromMinutes(2),
    };

    /// <summary>How often to say what is left.</summary>
    public TimeSpan Reminder { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Stop at the first object that has failed, even while others can still become ready.</summary>
    public bool StopAtFirstFailure { get; init; }

    // A kind may be named without its group.
    internal TimeSpan DeadlineOf(string groupKind) => ByKind.TryGetValue(groupKind, out var own) ? own : ByKind.GetValueOrDefault(groupKind.Split('.')[0], Deadline);
}
