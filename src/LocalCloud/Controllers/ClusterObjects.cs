using System.Text.Json.Nodes;
using LocalCloud.Kube;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Controllers;

/// <summary>
/// The objects of one cluster by kind instead of by resource, read once per version: controllers look at the same
/// objects again and again. Documents handed out are shared: change a copy.
/// </summary>
internal sealed class ClusterObjects(KubeCluster cluster)
{
    /// <summary>How many read documents are kept; enough for one round over a large workload.</summary>
    private const int CacheSize = 2000;

    private readonly Lock _gate = new();
    private readonly Dictionary<StoredObject, JsonObject> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<GroupKind, ResourceInfo?> _resources = [];
    private readonly Dictionary<string, GroupKind?> _kinds = new(StringComparer.Ordinal);
    private long _revision = -1;

    /// <summary>The object, or null when it or its kind is not there.</summary>
    public JsonObject? Get(ObjectKey key) =>
        Resource(key.Kind) is { } resource && cluster.Store.Get(resource.GroupResource, key.Namespace, key.Name) is { } stored ? Read(resource, stored) : null;

    /// <summary>The objects of a kind, in the order of their names; of one namespace or of all; with labels that please or any.</summary>
    public IReadOnlyList<JsonObject> List(GroupKind kind, string? inNamespace = null, Func<IReadOnlyDictionary<string, string>, bool>? labels = null) =>
        Resource(kind) is { } resource
            ? [.. cluster.Store.Snapshot(resource.GroupResource).Values
                .Where(item => (inNamespace is null || item.Namespace == inNamespace) && (labels is null || labels(item.Labels)))
                .Select(item => Read(resource, item))]
            : [];

    /// <summary>The objects of a kind with this name, in whatever namespace.</summary>
    public IReadOnlyList<JsonObject> Named(GroupKind kind, string name) =>
        Resource(kind) is { } resource
            ? [.. cluster.Store.Snapshot(resource.GroupResource).Values.Where(item => item.Name == name).Select(item => Read(resource, item))]
            : [];

    /// <summary>Whether the kind is served now.</summary>
    public bool IsServed(GroupKind kind) => Resource(kind) is not null;

    /// <summary>The plural name of a kind with its group: <c>pods.</c>, <c>deployments.apps</c>.</summary>
    public string ResourceOf(GroupKind kind) => $"{Resource(kind)?.Plural ?? kind.Kind}.{kind.Group}";

    /// <exception cref="ApiException">The API server refuses.</exception>
    public JsonObject Create(JsonObject document, string actor) => cluster.Client.Create(document, actor);

    /// <summary>Replaces everything but the status.</summary>
    /// <exception cref="ApiException">The API server refuses: changed meanwhile, gone, denied.</exception>
    public JsonObject Update(JsonObject document, string actor) => cluster.Client.Update(document, "", actor);

    /// <summary>Replaces the status only.</summary>
    /// <exception cref="ApiException">The API server refuses: changed meanwhile, gone, invalid.</exception>
    public JsonObject UpdateStatus(JsonObject document, string actor) => cluster.Client.Update(document, "status", actor);

    /// <summary>Server-side apply with force: sets and owns the fields of the document, drops those the actor applied before.</summary>
    public JsonObject Apply(JsonObject document, string actor) => cluster.Client.Upsert(document, actor);

    /// <summary>Deletes it; nothing happens when it is gone, or when <paramref name="uid"/> names another one.</summary>
    /// <param name="propagation"><c>Background</c>, <c>Foreground</c>, <c>Orphan</c>; null is the kind's default.</param>
    /// <param name="graceSeconds">How long a Pod may take; null is the Pod's own.</param>
    public void Delete(ObjectKey key, string? propagation, long? graceSeconds, string? uid)
    {
        if (Resource(key.Kind) is not { } resource) return;
        try
        {
            cluster.Client.Delete(resource.GroupResource, key.Namespace, key.Name, new DeleteOptions { Propagation = propagation, GracePeriodSeconds = graceSeconds, Uid = uid });
        }
        catch (ApiException refusal) when (uid is not null && refusal.Code == 409)
        {
            // The one that was meant is gone, and another has its name.
        }
    }

    /// <summary>Puts a Pod on a Node, as the scheduler does through <c>pods/binding</c>.</summary>
    public void Bind(ObjectKey pod, string node) =>
        cluster.Client.Patch("pods", pod.Namespace, pod.Name, live => Json.Ensure(live, "spec")["nodeName"] = node, "binding", "kube-scheduler");

    public void FinalizeNamespace(string name) =>
        cluster.Client.TryPatch("namespaces", null, name, live => Json.Ensure(live, "spec")["finalizers"] = new JsonArray(), "finalize");

    /// <summary>Tells what is there, and then every change, in order.</summary>
    public IDisposable Subscribe(Action<ObjectChange> changed) => cluster.Store.Subscribe((resource, change) =>
    {
        if (KindOf(resource, change.Object) is not { } kind) return;
        var item = change.Object;
        changed(new ObjectChange(new ObjectKey(kind, item.Namespace, item.Name), item.Uid, item.OwnerUids, change.Type == StoreEventType.Deleted, item.IsDeleting, () => Read(resource, item)));
    });

    private JsonObject Read(string resource, StoredObject item) => cluster.Catalog.Find(resource) is { } info ? Read(info, item) : item.Parse();

    private JsonObject Read(ResourceInfo resource, StoredObject item)
    {
        lock (_gate)
        {
            if (_read.TryGetValue(item, out var known)) return known;
        }

        var document = Views.ToVersion(resource, item);
        lock (_gate)
        {
            if (_read.Count >= CacheSize) _read.Clear();
            return _read[item] = document;
        }
    }

    private ResourceInfo? Resource(GroupKind kind)
    {
        lock (_gate)
        {
            ForgetStale();
            if (_resources.TryGetValue(kind, out var known)) return known;
            return _resources[kind] = cluster.Catalog.FindGroupKind(kind.Group, kind.Kind);
        }
    }

    /// <summary>The kind behind a resource; for one that is no longer served, the object itself says it.</summary>
    private GroupKind? KindOf(string resource, StoredObject item)
    {
        lock (_gate)
        {
            ForgetStale();
            if (_kinds.TryGetValue(resource, out var known) && known is not null) return known;
            if (cluster.Catalog.Find(resource) is { } info) return _kinds[resource] = new GroupKind(info.Group, info.Kind);
        }

        return ClusterView.KeyOf(item.Parse()).Kind;
    }

    private void ForgetStale()
    {
        var revision = cluster.Catalog.Revision;
        if (revision == _revision) return;
        _revision = revision;
        _resources.Clear();
        _kinds.Clear();
        _read.Clear();
    }
}
