namespace KfPipelineTasks.Gcp.Judging;

/// <summary>Where a number of nodes comes from.</summary>
public enum CountSource
{
    /// <summary>Ready nodes of the cluster.</summary>
    Ready,

    /// <summary>What the pool was made with, times its zones: the API does not tell the present number.</summary>
    Declared,

    /// <summary>The fewest that the autoscaler leaves.</summary>
    AutoscalerFloor,
}
