using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Controllers.Kubeflow.Mesh;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow.Pipelines;

/// <summary>The part of the Kubeflow Pipelines API (v2beta1, and v1beta1 where old clients ask) that a connection check meets.</summary>
internal sealed class PipelinesApi(PipelinesIdentity identity, PipelinesStore store)
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["experiments"] = "experiment_id",
        ["runs"] = "run_id",
        ["pipelines"] = "pipeline_id",
        ["recurringruns"] = "recurring_run_id",
    };

    public MeshAnswer Answer(MeshCall call)
    {
        try
        {
            return call.Path.Trim('/').Split('/') switch
            {
                ["apis", "v2beta1", "healthz"] => MeshAnswer.Json(200, new JsonObject { ["multi_user"] = identity.IsMultiUser }),
                ["apis", "v1beta1", "healthz"] => MeshAnswer.Json(200, new JsonObject { ["commit_sha"] = "unknown", ["tag_name"] = identity.Version, ["multi_user"] = identity.IsMultiUser }),
                ["apis", "v2beta1" or "v1beta1", var collection] when Fields.ContainsKey(collection) => Collection(call, collection),
                ["apis", "v2beta1" or "v1beta1", var collection, var id] when Fields.ContainsKey(collection) => One(call, collection, id),
                _ => throw new PipelinesRefusal(404, 5, "Not Found"),
            };
        }
        catch (PipelinesRefusal refusal)
        {
            return refusal.ToAnswer();
        }
    }

    private MeshAnswer Collection(MeshCall call, string collection)
    {
        if (call.Method == "POST") return Create(call, collection);
        if (call.Method != "GET") throw new PipelinesRefusal(405, 12, "Method Not Allowed");
        var home = NamespaceOf(call, collection, call.Query.GetValueOrDefault("namespace"));
        identity.Require(call, home, "list", collection);
        var items = store.In(home, collection);
        var body = new JsonObject();
        if (items.Count > 0) body[collection] = new JsonArray([.. items.Select(item => (JsonNode)item.DeepClone())]);
        body["total_size"] = items.Count;
        return MeshAnswer.Json(200, body);
    }

    private MeshAnswer Create(MeshCall call, string collection)
    {
        var document = Parse(call.Body);
        var home = NamespaceOf(call, collection, Json.Text(document, "namespace") ?? call.Query.GetValueOrDefault("namespace"));
        identity.Require(call, home, "create", collection);
        if (Json.Text(document, "display_name") is not { Length: > 0 }) throw new PipelinesRefusal(400, 3, $"Invalid input error: The name of {collection} is required");
        return MeshAnswer.Json(200, store.Add(home, collection, Fields[collection], document));
    }

    private MeshAnswer One(MeshCall call, string collection, string id)
    {
        if (store.Find(collection, id) is not { } found) throw new PipelinesRefusal(404, 5, $"Failed to get {collection}: ResourceNotFoundError: {collection} {id} not found.");
        identity.Require(call, found.Namespace, call.Method == "DELETE" ? "delete" : "get", collection);
        if (call.Method != "DELETE") return MeshAnswer.Json(200, found.Document.DeepClone());
        store.Remove(collection, id);
        return MeshAnswer.Json(200, new JsonObject());
    }

    /// <summary>With several users everything but shared pipelines belongs to a namespace.</summary>
    private string NamespaceOf(MeshCall call, string collection, string? given)
    {
        // Older clients name it in a resource reference key.
        given ??= call.Query.GetValueOrDefault("resource_reference_key.id") ?? call.Query.GetValueOrDefault("resourceReferenceKey.id");
        if (!identity.IsMultiUser || given is { Length: > 0 }) return given ?? "";
        return collection == "pipelines" ? "" : throw new PipelinesRefusal(400, 3, $"Invalid input error: In multi-user mode, {collection[..^1]} must belong to a namespace: a namespace cannot be empty.");
    }

    private static JsonObject Parse(string body)
    {
        try
        {
            return JsonReading.ParseObject(Encoding.UTF8.GetBytes(body));
        }
        catch (JsonException problem)
        {
            throw new PipelinesRefusal(400, 3, $"Invalid input error: {problem.Message}");
        }
    }
}
