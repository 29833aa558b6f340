using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Entries of a bucket's access control list, which only counts without uniform access.</summary>
internal sealed class StorageBucketAccess : IGoogleResource
{
    public string Kind => "StorageBucketAccessControl";

    public ResourceState Apply(ResourceRequest request)
    {
        var bucket = Bucket(request);
        request.Require("storage", "storage.buckets.update", $"buckets/{bucket}");
        var found = request.World.Buckets.Get(bucket);
        if (Json.Flag(found.Body, "iamConfiguration", "uniformBucketLevelAccess", "enabled") is true)
            throw new GoogleException(400, "INVALID_ARGUMENT", "Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access", "invalid");
        var entry = new JsonObject { ["entity"] = request.Text("entity"), ["role"] = request.Text("role") };
        if (!Json.Maps(found.Body, "acl").Any(known => Json.Same(known, entry))) request.World.Buckets.Change(bucket, new JsonObject { ["acl"] = Without(found.Body, request.Text("entity"), entry) });
        return ResourceState.Done(new JsonObject { ["domain"] = "", ["email"] = request.Text("entity")?.Split('-', 2).LastOrDefault() });
    }

    public bool Delete(ResourceRequest request)
    {
        var bucket = Bucket(request);
        if (request.World.Buckets.Find(bucket) is not { } found) return true;
        request.Require("storage", "storage.buckets.update", $"buckets/{bucket}");
        request.World.Buckets.Change(bucket, new JsonObject { ["acl"] = Without(found.Body, request.Text("entity"), null) });
        return true;
    }

    private static JsonArray Without(JsonObject body, string? entity, JsonObject? more) => new([
        .. Json.Maps(body, "acl").Where(known => Json.Text(known, "entity") != entity).Concat(more is null ? [] : [more]).Select(entry => entry.DeepClone())]);

    private static string Bucket(ResourceRequest request) =>
        request.Resolve(request.Map("bucketRef"), new GroupKind("storage" + ConnectorKind.GroupSuffix, "StorageBucket"), Connector.ResourceId) ?? throw ResourceTrouble.Invalid("spec.bucketRef must be set");
}
