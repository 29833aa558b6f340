namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>A pool that a run which was ended has left closed.</summary>
/// <param name="Autoscaling">Its bounds before; null when it kept its size.</param>
public sealed record PoolReopening(string Pool, PoolAutoscaling? Autoscaling);
