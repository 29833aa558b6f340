namespace KfPipelineTasks.Settings;

/// <summary>How long is waited, at most. Every wait says what it waits for.</summary>
public sealed record TimeoutSettings
{
    /// <summary>Applied objects become ready. Default: 20 minutes.</summary>
    public TimeSpan Ready { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Something that others wait for, or that is awaited at the end, keeps failing - its containers crash, its image cannot be had - while nothing
    /// else moves. The cluster's own pause until its next try comes on top. Default: 2 minutes.
    /// </summary>
    public TimeSpan Failing { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>One operation of Google Cloud ends. Default: 30 minutes.</summary>
    public TimeSpan Operation { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Address, backends, certificate and name of the ingress work. Default: 30 minutes.</summary>
    public TimeSpan Ingress { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The Pods of one node are evicted. Default: 15 minutes.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Deleted objects are gone. Default: 20 minutes.</summary>
    public TimeSpan Delete { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Another run lets go of the lock. Default: 10 minutes.</summary>
    public TimeSpan Lock { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Deadlines of single kinds in place of <see cref="Ready"/>: <c>SQLInstance</c> to a time.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Kinds { get; init; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
}
