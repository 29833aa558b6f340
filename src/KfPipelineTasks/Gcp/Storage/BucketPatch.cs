namespace KfPipelineTasks.Gcp.Storage;

internal sealed record BucketPatch(BucketAccess IamConfiguration);
