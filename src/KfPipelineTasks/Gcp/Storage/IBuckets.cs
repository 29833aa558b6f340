namespace KfPipelineTasks.Gcp.Storage;

/// <summary>Buckets of Cloud Storage. Names are the whole world's.</summary>
public interface IBuckets
{
    /// <summary>The bucket; null when there is none of that name anywhere.</summary>
    /// <exception cref="Door.GcpException">It exists and belongs to somebody else (<see cref="Door.GcpErrorKind.PermissionDenied"/>).</exception>
    Task<Bucket?> FindAsync(string name, CancellationToken cancellation);

    /// <exception cref="Door.GcpException">The name is taken (<see cref="Door.GcpErrorKind.AlreadyExists"/>).</exception>
    Task<Bucket> CreateAsync(string project, Bucket bucket, CancellationToken cancellation);

    /// <summary>Changes how access to it is decided.</summary>
    Task<Bucket> SetAccessAsync(string name, BucketAccess access, CancellationToken cancellation);
}
