using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Policies;

/// <summary>The policy of a bucket: another verb, no wrapper, and 412 in place of 409.</summary>
public sealed class BucketPolicy(GcpDoor door, string bucket) : IPolicy
{
    public string Subject => $"policy of bucket {bucket}";

    public Task<JsonObject> ReadAsync(CancellationToken cancellation) =>
        door.SendForObjectAsync(new GcpRequest(GcpApi.Storage, HttpMethod.Get, $"b/{Uri.EscapeDataString(bucket)}/iam?optionsRequestedPolicyVersion=3", Subject, "read")
        {
            Permission = "storage.buckets.getIamPolicy",
        }, cancellation);

    public Task<JsonObject> WriteAsync(JsonObject policy, CancellationToken cancellation) =>
        door.SendForObjectAsync(new GcpRequest(GcpApi.Storage, HttpMethod.Put, $"b/{Uri.EscapeDataString(bucket)}/iam", Subject, "change")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(policy, GcpJson.Default.JsonObject), Repeatable = true, Permission = "storage.buckets.setIamPolicy",
        }, cancellation);
}
