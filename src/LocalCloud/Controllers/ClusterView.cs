using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>
/// What a controller works with: the cluster's objects, the index over them, the clock, and the verbs that write only when
/// something would change (a write without a change would wake everybody for nothing).
/// </summary>
internal sealed class ClusterView(KubeCluster cluster)
{
    private readonly ClusterObjects _objects = new(cluster);
    private readonly ObjectIndex _index = new();

    public ClusterKey Key => cluster.Key;

    public string CaPem => cluster.Secrets.Certificates.CaPem;

    /// <summary>Who owns whom; up to date with every change so far, those of this very look included.</summary>
    public ObjectIndex Index
    {
        get
        {
            CatchUp?.Invoke();
            return _index;
        }
    }

    /// <summary>Takes in the changes that have not been taken in yet.</summary>
    internal Action? CatchUp { get; set; }

    internal void Note(ObjectChange change) => _index.Note(change);

    public DateTimeOffset Now => cluster.Time.GetUtcNow();

    /// <summary>The present as Kubernetes writes it: whole seconds.</summary>
    public string Stamp => cluster.Now;

    public static string StampOf(DateTimeOffset moment) => KubeCluster.TimeText(moment);

    /// <summary>Reads such a time; null when it is absent or no time.</summary>
    public static DateTimeOffset? TimeAt(JsonNode? document, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(Json.Text(document, path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    public static ObjectKey KeyOf(JsonObject document)
    {
        var version = Json.Text(document, "apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return new ObjectKey(
            new GroupKind(slash < 0 ? "" : version[..slash], Json.Text(document, "kind") ?? ""),
            Json.Text(document, "metadata", "namespace") ?? "",
            Json.Text(document, "metadata", "name") ?? "");
    }

    public JsonObject? Get(ObjectKey key) => _objects.Get(key);

    public JsonObject? Get(GroupKind kind, string inNamespace, string name) => _objects.Get(new ObjectKey(kind, inNamespace, name));

    public IReadOnlyList<JsonObject> List(GroupKind kind, string? inNamespace = null) => _objects.List(kind, inNamespace);

    /// <summary>The objects that a label selector chooses.</summary>
    public IReadOnlyList<JsonObject> Select(GroupKind kind, string inNamespace, JsonObject? selector) =>
        _objects.List(kind, inNamespace, labels => Selectors.Matches(selector, labels));

    /// <summary>The objects that have all of these labels.</summary>
    public IReadOnlyList<JsonObject> Select(GroupKind kind, string inNamespace, IReadOnlyDictionary<string, string> wanted) =>
        _objects.List(kind, inNamespace, labels => Selectors.Contains(wanted, labels));

    /// <summary>The objects of a kind with this name, in whatever namespace.</summary>
    public IReadOnlyList<JsonObject> Named(GroupKind kind, string name) => _objects.Named(kind, name);

    /// <summary>
    /// The namespace in which a controller of that name runs as a Deployment or StatefulSet with a ready Pod; null when it
    /// does not. Controllers that are Pods themselves do nothing before that.
    /// </summary>
    public string? HomeOf(string workload) =>
        Named(Kinds.Deployment, workload).Concat(Named(Kinds.StatefulSet, workload)).Where(IsRunning).Select(Namespace).FirstOrDefault();

    private static bool IsRunning(JsonObject workload) => !IsBeingDeleted(workload) && Json.Number(workload, "status", "readyReplicas") > 0;

    public bool IsServed(GroupKind kind) => _objects.IsServed(kind);

    /// <summary>The plural name of a kind as messages use it: <c>pods.</c>, <c>deployments.apps</c>.</summary>
    public string ResourceOf(GroupKind kind) => _objects.ResourceOf(kind);

    /// <summary>The objects of a kind that have this one as managing owner, in the order of their names.</summary>
    public IEnumerable<JsonObject> Children(JsonObject owner, GroupKind kind)
    {
        var uid = Uid(owner);
        foreach (var key in Index.Dependents(uid).Where(key => key.Kind == kind).ToList())
        {
            if (_objects.Get(key) is { } child && Owner.Of(child)?.Uid == uid) yield return child;
        }
    }

    public IDisposable Subscribe(Action<ObjectChange> changed) => _objects.Subscribe(changed);

    public JsonObject Create(string actor, JsonObject document) => _objects.Create(document, actor);

    public void Delete(ObjectKey key, string? propagation = null, long? graceSeconds = null, string? uid = null) =>
        _objects.Delete(key, propagation, graceSeconds, uid);

    /// <summary>Tells what a container has written.</summary>
    public void SetLog(ObjectKey pod, string container, string text) => cluster.Logs.Set(pod.Namespace, pod.Name, container, text);

    /// <summary>Finishes a namespace: takes the finalizer <c>kubernetes</c> out of its spec.</summary>
    public void FinalizeNamespace(string name) => _objects.FinalizeNamespace(name);

    /// <summary>Puts a Pod on a Node.</summary>
    public void Bind(ObjectKey pod, string node) => _objects.Bind(pod, node);

    /// <summary>Changes a copy of the object and writes it, unless the copy still equals the original.</summary>
    /// <returns>The object as it is now.</returns>
    public JsonObject Edit(string actor, JsonObject live, Action<JsonObject> edit)
    {
        var copy = (JsonObject)live.DeepClone();
        edit(copy);
        return Json.Same(live, copy) ? live : _objects.Update(copy, actor);
    }

    /// <summary>Gives the object this status, unless it has it.</summary>
    /// <returns>The object as it is now.</returns>
    public JsonObject SetStatus(string actor, JsonObject live, JsonObject status)
    {
        if (Json.Same(live["status"], status)) return live;
        var copy = (JsonObject)live.DeepClone();
        copy["status"] = status;
        return _objects.UpdateStatus(copy, actor);
    }

    /// <summary>Changes a copy of the status and writes it, unless nothing changed.</summary>
    public JsonObject EditStatus(string actor, JsonObject live, Action<JsonObject> edit)
    {
        var status = Json.Map(live, "status")?.DeepClone() as JsonObject ?? [];
        edit(status);
        return SetStatus(actor, live, status);
    }

    /// <summary>Sets and owns the fields of the document, whoever had set them.</summary>
    public JsonObject Apply(string actor, JsonObject document) => _objects.Apply(document, actor);

    /// <summary>Sees to it that an object with these fields is there: creates it, or lays the fields over the one there is.</summary>
    public JsonObject Ensure(string actor, JsonObject wanted)
    {
        if (_objects.Get(KeyOf(wanted)) is not { } live) return _objects.Create(wanted, actor);
        return Edit(actor, live, copy => Overlay(copy, wanted));
    }

    /// <summary>Lays one document over another: maps are merged, everything else is replaced.</summary>
    public static void Overlay(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            if (value is JsonObject from && target[name] is JsonObject into) Overlay(into, from);
            else if (!Json.Same(target[name], value)) target[name] = value?.DeepClone();
        }
    }

    public static string Uid(JsonNode document) => Json.Text(document, "metadata", "uid") ?? "";

    public static string Name(JsonNode document) => Json.Text(document, "metadata", "name") ?? "";

    public static string Namespace(JsonNode document) => Json.Text(document, "metadata", "namespace") ?? "";

    public static long Generation(JsonNode document) => Json.Number(document, "metadata", "generation") ?? 0;

    public static bool IsBeingDeleted(JsonNode document) => Json.Text(document, "metadata", "deletionTimestamp") is not null;

    public static string? Annotation(JsonNode? document, string name) => Json.Text(document, "metadata", "annotations", name);

    public static string? Label(JsonNode? document, string name) => Json.Text(document, "metadata", "labels", name);
}
