using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Buckets.</summary>
internal sealed class StorageBuckets : IGoogleResource
{
    public string Kind => "StorageBucket";

    public ResourceState Apply(ResourceRequest request)
    {
        request.Require("storage", "storage.buckets.create");
        if (request.World.Buckets.Find(request.Id) is not { } bucket || bucket.Project != request.ProjectId) request.World.Buckets.Create(request.ProjectId, Body(request));
        return ResourceState.Done(new JsonObject
        {
            ["selfLink"] = $"https://www.googleapis.com/storage/v1/b/{request.Id}",
            ["url"] = $"gs://{request.Id}",
        });
    }

    public bool Delete(ResourceRequest request)
    {
        request.Require("storage", "storage.buckets.delete");
        if (request.World.Buckets.Find(request.Id) is null) return true;
        request.World.Buckets.Delete(request.Id);
        return true;
    }

    private static JsonObject Body(ResourceRequest request)
    {
        var body = new JsonObject { ["name"] = request.Id, ["location"] = request.Text("location") ?? "US" };
        if (request.Text("storageClass") is { } storage) body["storageClass"] = storage;
        if (Json.Map(request.Document, "metadata", "labels") is { } labels) body["labels"] = labels.DeepClone();
        if (Json.Flag(request.Document, "spec", "uniformBucketLevelAccess") is { } uniform)
            body["iamConfiguration"] = new JsonObject { ["uniformBucketLevelAccess"] = new JsonObject { ["enabled"] = uniform } };
        return body;
    }
}
