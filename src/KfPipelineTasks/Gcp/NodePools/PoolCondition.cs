namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>Why a pool is not well: <c>GCE_STOCKOUT</c>, <c>GCE_QUOTA_EXCEEDED</c> ...</summary>
public sealed record PoolCondition(string? Code, string? CanonicalCode, string? Message);
