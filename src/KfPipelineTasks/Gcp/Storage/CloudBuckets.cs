using System.Text.Json;
using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Storage;

/// <summary><see cref="IBuckets"/> over REST.</summary>
public sealed class CloudBuckets(GcpDoor door) : IBuckets
{
    public Task<Bucket?> FindAsync(string name, CancellationToken cancellation) =>
        door.FindAsync(new GcpRequest(GcpApi.Storage, HttpMethod.Get, $"b/{Uri.EscapeDataString(name)}?projection=noAcl", $"bucket {name}", "read") { Permission = "storage.buckets.get" }, GcpJson.Default.Bucket, cancellation);

    public Task<Bucket> CreateAsync(string project, Bucket bucket, CancellationToken cancellation)
    {
        var request = new GcpRequest(GcpApi.Storage, HttpMethod.Post, $"b?project={Uri.EscapeDataString(project)}", $"bucket {bucket.Name}", "create")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(bucket, GcpJson.Default.Bucket), Permission = "storage.buckets.create",
        };
        return Creation.OnceAsync(door, c => door.SendAsync(request, GcpJson.Default.Bucket, c), c => FindAsync(bucket.Name!, c), cancellation);
    }

    public Task<Bucket> SetAccessAsync(string name, BucketAccess access, CancellationToken cancellation) =>
        door.SendAsync(new GcpRequest(GcpApi.Storage, HttpMethod.Patch, $"b/{Uri.EscapeDataString(name)}?projection=noAcl", $"bucket {name}", "change")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new BucketPatch(access), GcpJson.Default.BucketPatch), Repeatable = true, Permission = "storage.buckets.update",
        }, GcpJson.Default.Bucket, cancellation);
}
