namespace LocalCloud.Google;

/// <summary>How long the cloud's work takes, in simulated time. The defaults are short; a rehearsal takes those of <see cref="Real"/> and a faster clock.</summary>
public sealed record GoogleDurations
{
    public TimeSpan CreateCluster { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan DeleteCluster { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan UpdateCluster { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan CreateNodePool { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan DeleteNodePool { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan UpdateNodePool { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan EnableService { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan Compute { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan ConfigController { get; init; } = TimeSpan.FromSeconds(3);
    public TimeSpan Sql { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan ManagedService { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Everything is done at once.</summary>
    public static GoogleDurations None { get; } = All(TimeSpan.Zero);

    /// <summary>What the real cloud takes, roughly.</summary>
    public static GoogleDurations Real { get; } = new()
    {
        CreateCluster = TimeSpan.FromMinutes(7),
        DeleteCluster = TimeSpan.FromMinutes(4),
        UpdateCluster = TimeSpan.FromMinutes(2),
        CreateNodePool = TimeSpan.FromSeconds(90),
        DeleteNodePool = TimeSpan.FromMinutes(3),
        UpdateNodePool = TimeSpan.FromMinutes(3),
        EnableService = TimeSpan.FromSeconds(20),
        Compute = TimeSpan.FromSeconds(5),
        ConfigController = TimeSpan.FromMinutes(15),
        Sql = TimeSpan.FromMinutes(8),
        ManagedService = TimeSpan.FromSeconds(15),
    };

    /// <summary>Everything takes equally long.</summary>
    public static GoogleDurations All(TimeSpan each) => new()
    {
        CreateCluster = each,
        DeleteCluster = each,
        UpdateCluster = each,
        CreateNodePool = each,
        DeleteNodePool = each,
        UpdateNodePool = each,
        EnableService = each,
        Compute = each,
        ConfigController = each,
        Sql = each,
        ManagedService = each,
    };
}
