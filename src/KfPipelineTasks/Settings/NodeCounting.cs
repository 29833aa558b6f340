namespace KfPipelineTasks.Settings;

/// <summary>What a number of nodes means. GKE counts per zone, people count in total: a regional pool of 3 has 9 nodes.</summary>
public enum NodeCounting
{
    /// <summary>Over all zones of the pool, rounded up to whole nodes per zone.</summary>
    Total,
    /// <summary>In each zone of the pool.</summary>
    PerZone,
}
