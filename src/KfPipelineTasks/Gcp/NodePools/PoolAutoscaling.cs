namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>Bounds of autoscaling: per zone, or in total.</summary>
public sealed record PoolAutoscaling
{
    public bool? Enabled { get; init; }

    public int? MinNodeCount { get; init; }

    public int? MaxNodeCount { get; init; }

    public int? TotalMinNodeCount { get; init; }

    public int? TotalMaxNodeCount { get; init; }

    internal bool IsOn => Enabled == true;

    /// <summary>The fewest nodes it leaves, over all zones.</summary>
    internal int Floor(int zones) => TotalMinNodeCount is > 0 ? TotalMinNodeCount.Value : (MinNodeCount ?? 0) * zones;
}
