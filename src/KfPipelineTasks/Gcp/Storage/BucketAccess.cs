namespace KfPipelineTasks.Gcp.Storage;

/// <param name="PublicAccessPrevention"><c>enforced</c> or <c>inherited</c>.</param>
public sealed record BucketAccess(UniformAccess? UniformBucketLevelAccess, string? PublicAccessPrevention);
