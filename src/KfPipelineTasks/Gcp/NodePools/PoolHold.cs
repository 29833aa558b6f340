namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>Something that keeps Pods on a pool's nodes.</summary>
/// <param name="What">The Pod, why, and what to do, in words.</param>
/// <param name="MayPass">Waiting can help: it is shown. Otherwise it stands in the way.</param>
public sealed record PoolHold(string What, bool MayPass);
