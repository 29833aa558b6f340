using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Controllers.Kubeflow.Pipelines;

/// <summary>What users of the Pipelines API made, in memory: experiments, runs, pipelines.</summary>
internal sealed class PipelinesStore(ClusterView view)
{
    private readonly Lock _gate = new();
    private readonly List<(string Collection, string Id, string Namespace, JsonObject Document)> _items = [];

    public IReadOnlyList<JsonObject> In(string inNamespace, string collection)
    {
        lock (_gate) return [.. _items.Where(item => item.Collection == collection && item.Namespace == inNamespace).Select(item => item.Document)];
    }

    public (string Namespace, JsonObject Document)? Find(string collection, string id)
    {
        lock (_gate)
        {
            var at = _items.FindIndex(item => item.Collection == collection && item.Id == id);
            return at < 0 ? null : (_items[at].Namespace, _items[at].Document);
        }
    }

    public JsonObject Add(string inNamespace, string collection, string idField, JsonObject wanted)
    {
        var document = (JsonObject)wanted.DeepClone();
        var id = Ids.Uuid();
        document[idField] = id;
        document["created_at"] = view.Stamp;
        if (inNamespace.Length > 0) document["namespace"] = inNamespace;
        if (collection == "runs") document["state"] = "SUCCEEDED";
        lock (_gate) _items.Add((collection, id, inNamespace, document));
        return (JsonObject)document.DeepClone();
    }

    public void Remove(string collection, string id)
    {
        lock (_gate) _items.RemoveAll(item => item.Collection == collection && item.Id == id);
    }
}
