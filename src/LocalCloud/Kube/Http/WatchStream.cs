using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Http;

/// <summary>The events of one watch on the wire: a JSON object a line.</summary>
internal sealed class WatchStream(Stream body, ResourceInfo resource, Negotiation negotiation, KubeCluster cluster)
{
    private bool _columnsSent;

    public Task SendAsync(string type, StoredObject item, CancellationToken stop) => WriteAsync(type, Render(item), stop);

    /// <summary>An object that left the selection is shown as it was, with the version of the change that took it out.</summary>
    public Task SendAsync(string type, StoreEvent change, CancellationToken stop)
    {
        if (type != "DELETED" || change.Type == StoreEventType.Deleted) return SendAsync(type, change.Object, stop);
        var last = Views.ToVersion(resource, change.Previous!);
        Json.Ensure(last, "metadata")["resourceVersion"] = Json.Invariant(change.Object.ResourceVersion);
        return WriteAsync(type, Shape(last), stop);
    }

    private byte[] Render(StoredObject item) =>
        negotiation.Form == AnswerForm.Objects ? Views.Bytes(resource, item) : Shape(Views.ToVersion(resource, item));

    private byte[] Shape(JsonObject document)
    {
        switch (negotiation.Form)
        {
            case AnswerForm.Metadata:
                return Json.ToBytes(MetadataOnly.Of(document));
            case AnswerForm.Table:
                var table = Tables.TableWriter.OfOne(resource, document, cluster.Time.GetUtcNow(), withColumns: !_columnsSent);
                _columnsSent = true;
                return Json.ToBytes(table);
            default:
                return Json.ToBytes(document);
        }
    }

    public Task BookmarkAsync(long version, bool endOfInitial, CancellationToken stop)
    {
        var metadata = new JsonObject { ["resourceVersion"] = Json.Invariant(version) };
        if (endOfInitial) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var mark = resource.NewObject();
        mark["metadata"] = metadata;
        if (negotiation.Form == AnswerForm.Table)
            mark = new JsonObject { ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata.DeepClone(), ["columnDefinitions"] = new JsonArray(), ["rows"] = new JsonArray() };
        return WriteAsync("BOOKMARK", Json.ToBytes(mark), stop, flush: true);
    }

    public Task ErrorAsync(ApiException error, CancellationToken stop) => WriteAsync("ERROR", Json.ToBytes(error.ToStatus()), stop, flush: true);

    public Task FlushAsync(CancellationToken stop) => body.FlushAsync(stop);

    private async Task WriteAsync(string type, byte[] document, CancellationToken stop, bool flush = false)
    {
        await body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","object":"""), stop);
        await body.WriteAsync(document, stop);
        await body.WriteAsync("}\n"u8.ToArray(), stop);
        if (flush) await body.FlushAsync(stop);
    }
}
