namespace KfPipelineTasks.Gcp.Storage;

/// <param name="ProjectNumber">Number of the project that owns it.</param>
public sealed record Bucket(string? Name, string? Location, string? ProjectNumber, BucketAccess? IamConfiguration);
