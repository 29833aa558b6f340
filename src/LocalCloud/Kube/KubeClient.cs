using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube;

/// <summary>
/// In-process access to the objects of a cluster, for controllers and tests. Resources are named <c>pods</c> or
/// <c>deployments.apps</c>. Documents handed out are the caller's own; changing one changes nothing until it is written.
/// Writes go through defaults, admission, validation and field ownership like those of any client, as the user
/// <c>system:kube-controller-manager</c> unless told otherwise. Refusals are <see cref="ApiException"/>.
/// </summary>
public sealed class KubeClient
{
    private const string DefaultManager = "kube-controller-manager";
    private readonly KubeCluster _cluster;

    internal KubeClient(KubeCluster cluster) => _cluster = cluster;

    /// <summary>The object, or null.</summary>
    public JsonObject? Get(string resource, string? @namespace, string name) => Find(resource, @namespace, name) is { } found ? View(resource, found) : null;

    /// <summary>The stored version of the object (bytes, labels, uid, version) without parsing it; or null.</summary>
    public StoredObject? Find(string resource, string? @namespace, string name) => _cluster.Store.Get(resource, @namespace, name);

    /// <summary>All objects, or those of a namespace.</summary>
    public IReadOnlyList<JsonObject> List(string resource, string? @namespace = null) =>
        [.. Scan(resource, @namespace).Select(item => View(resource, item))];

    /// <summary>Like <see cref="List"/>, without parsing: for looking at labels and owners.</summary>
    public IEnumerable<StoredObject> Scan(string resource, string? @namespace = null) =>
        _cluster.Store.Snapshot(resource).Values.Where(item => string.IsNullOrEmpty(@namespace) || item.Namespace == @namespace);

    /// <summary>Is the resource served? Custom resources are, some time after their definition was created.</summary>
    public bool Serves(string resource) => _cluster.Catalog.Find(resource) is not null;

    public JsonObject Create(JsonObject document, string manager = DefaultManager)
    {
        var info = InfoOf(document);
        return _cluster.Writer.Create(info, Namespace(document), (JsonObject)document.DeepClone(), new WriteOptions { FieldManager = manager }).Parse();
    }

    /// <summary>Replaces the object, which must exist. With <c>metadata.resourceVersion</c> set, only that version.</summary>
    public JsonObject Update(JsonObject document, string subresource = "", string manager = DefaultManager)
    {
        var info = InfoOf(document);
        return _cluster.Writer.Replace(info, Namespace(document), NameOf(document), subresource, (JsonObject)document.DeepClone(), new WriteOptions { FieldManager = manager }).Parse();
    }

    /// <summary>Server-side apply with force: the object afterwards has what the document says, whoever had said otherwise.</summary>
    public JsonObject Upsert(JsonObject document, string manager = DefaultManager, string subresource = "")
    {
        var info = InfoOf(document);
        var config = (JsonObject)document.DeepClone();
        return _cluster.Writer.Apply(info, Namespace(document), NameOf(document), subresource, config, new WriteOptions { FieldManager = manager, Force = true }).Parse();
    }

    /// <summary>Reads, changes, writes, and begins again when somebody else wrote in between. The object must exist.</summary>
    public JsonObject Patch(string resource, string? @namespace, string name, Action<JsonObject> change, string subresource = "", string manager = DefaultManager) =>
        _cluster.Writer.Patch(Info(resource), @namespace ?? "", name, subresource, live =>
        {
            change(live);
            return live;
        }, new WriteOptions { FieldManager = manager }).Parse();

    /// <summary>Like <see cref="Patch"/>, but answers false when the object is not there (any more).</summary>
    public bool TryPatch(string resource, string? @namespace, string name, Action<JsonObject> change, string subresource = "", string manager = DefaultManager)
    {
        try
        {
            Patch(resource, @namespace, name, change, subresource, manager);
            return true;
        }
        catch (ApiException gone) when (gone.Code == 404)
        {
            return false;
        }
    }

    /// <summary>Deletes the object; false when it is not there. Finalizers and grace periods hold it as they do for everyone.</summary>
    public bool Delete(string resource, string? @namespace, string name, DeleteOptions? options = null)
    {
        try
        {
            _cluster.Deleter.Delete(Info(resource), @namespace ?? "", name, options ?? new DeleteOptions(), new WriteOptions());
            return true;
        }
        catch (ApiException gone) when (gone.Code == 404)
        {
            return false;
        }
    }

    /// <summary>What is there now (<see cref="StoreWatch.Initial"/>), then everything that happens. Dispose it to stop.</summary>
    public StoreWatch Watch(string resource) => _cluster.Store.Watch(resource, since: null);

    /// <summary>Waits until everything written so far survives a kill. Requests from outside do this on their own.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation) => _cluster.Store.FlushAsync(cancellation);

    private JsonObject View(string resource, StoredObject item) =>
        _cluster.Catalog.Find(resource) is { } info ? Views.ToVersion(info, item) : item.Parse();

    private ResourceInfo Info(string resource) =>
        _cluster.Catalog.Find(resource) ?? throw new ApiException(404, "NotFound", "the server could not find the requested resource");

    private ResourceInfo InfoOf(JsonObject document)
    {
        var (apiVersion, kind) = (Json.Text(document, "apiVersion") ?? "", Json.Text(document, "kind") ?? "");
        return _cluster.Catalog.FindKind(apiVersion, kind)
            ?? throw new ApiException(404, "NotFound", $"no matches for kind \"{kind}\" in version \"{apiVersion}\"");
    }

    private static string Namespace(JsonObject document) => Json.Text(document, "metadata", "namespace") ?? "";

    private static string NameOf(JsonObject document) => Json.Text(document, "metadata", "name") ?? "";
}
