using System.Text.Json.Nodes;
using LocalCloud.Controllers.Scheduling;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>One Pod on every Node that fits.</summary>
internal sealed class DaemonSetController : IController
{
    /// <summary>What the real controller lets its Pods tolerate: they run where nothing else may.</summary>
    private static readonly (string Key, string Effect)[] Tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"),
        ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"),
        ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    private readonly ClusterView _view;
    private readonly EventRecorder _events;
    private readonly Revisions _revisions;

    public DaemonSetController(ClusterView view, EventRecorder events)
    {
        _view = view;
        _events = events;
        _revisions = new Revisions(view, Name);
    }

    public string Name => "daemonset-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.DaemonSet),
        Watch.Owned(Kinds.Pod, Kinds.DaemonSet),
        Watch.Mapped(Kinds.Node, _ => _view.List(Kinds.DaemonSet).Select(ClusterView.KeyOf)),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_view.Get(key) is not { } set || ClusterView.IsBeingDeleted(set)) return default;
        var update = _revisions.Current(set);
        var nodes = _view.List(Kinds.Node).Where(node => Fits(set, node)).Select(ClusterView.Name).ToHashSet(StringComparer.Ordinal);
        var refusal = Manage(set, update, nodes);
        if (_view.Get(key) is { } now) SetStatus(now, update, nodes);
        return refusal is null ? default : throw refusal;
    }

    private ApiException? Manage(JsonObject set, JsonObject update, HashSet<string> nodes)
    {
        var pods = _view.Children(set, Kinds.Pod).ToList();
        foreach (var stray in pods.Where(pod => !ClusterView.IsBeingDeleted(pod) && (Pods.Phase(pod) is "Failed" or "Succeeded" || !nodes.Contains(NodeOf(pod)))))
            _view.Delete(ClusterView.KeyOf(stray), uid: ClusterView.Uid(stray));
        Replace(set, update, pods.Where(pod => Pods.IsActive(pod) && nodes.Contains(NodeOf(pod))).ToList());
        var taken = pods.Select(NodeOf).ToHashSet(StringComparer.Ordinal);
        try
        {
            foreach (var node in nodes.Where(node => !taken.Contains(node)).Order(StringComparer.Ordinal)) Create(set, update, node);
            return null;
        }
        catch (ApiException refusal) when (refusal.Code is not (404 or 409))
        {
            _events.Warning(Name, set, "FailedCreate", $"Error creating: {refusal.Message}");
            return refusal;
        }
    }

    /// <summary>Old Pods go as long as no more than <c>maxUnavailable</c> are missing.</summary>
    private void Replace(JsonObject set, JsonObject update, List<JsonObject> pods)
    {
        if (Json.Text(set, "spec", "updateStrategy", "type") == "OnDelete") return;
        var allowed = IntOrPercent.Of(Json.At(set, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), pods.Count, roundUp: true) ?? 1;
        allowed -= pods.Count(pod => !Pods.IsReady(pod) && IsNew(pod, update));
        foreach (var old in pods.Where(pod => !IsNew(pod, update)).OrderBy(Pods.IsReady).ThenBy(ClusterView.Name, StringComparer.Ordinal))
        {
            if (Pods.IsReady(old) && --allowed < 0) return;
            _view.Delete(ClusterView.KeyOf(old), uid: ClusterView.Uid(old));
        }
    }

    private void Create(JsonObject set, JsonObject update, string node)
    {
        var name = Names.Free($"{ClusterView.Name(set)}-", taken => _view.Get(Kinds.Pod, ClusterView.Namespace(set), taken) is not null);
        var pod = Pods.From(set, Json.Map(set, "spec", "template") ?? [], name);
        Json.Ensure(Json.Ensure(pod, "metadata"), "labels")[Revisions.Label] = Revisions.HashOf(update);
        var spec = Json.Ensure(pod, "spec");
        Pin(spec, node);
        Tolerate(spec);
        _view.Create(Name, pod);
        _events.Normal(Name, set, "SuccessfulCreate", $"Created pod: {name}");
    }

    private static void Pin(JsonObject spec, string node)
    {
        var field = new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) };
        var required = Json.Ensure(Json.Ensure(Json.Ensure(spec, "affinity"), "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution");
        if (required["nodeSelectorTerms"] is not JsonArray { Count: > 0 } terms)
        {
            required["nodeSelectorTerms"] = new JsonArray(new JsonObject { ["matchFields"] = new JsonArray(field) });
            return;
        }

        foreach (var term in terms.OfType<JsonObject>()) term["matchFields"] = new JsonArray(field.DeepClone());
    }

    private static void Tolerate(JsonObject spec)
    {
        if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
        foreach (var (key, effect) in Tolerated)
            tolerations.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = effect });
    }

    private static bool Fits(JsonObject set, JsonObject node)
    {
        var spec = Json.Map(set, "spec", "template", "spec")?.DeepClone() as JsonObject ?? [];
        Tolerate(spec);
        return !ClusterView.IsBeingDeleted(node) && NodeFit.Selects(spec, node) && NodeFit.UntoleratedTaint(spec, node) is null;
    }

    private void SetStatus(JsonObject set, JsonObject update, HashSet<string> nodes)
    {
        var pods = _view.Children(set, Kinds.Pod).Where(Pods.IsActive).ToList();
        var right = pods.Where(pod => nodes.Contains(NodeOf(pod))).ToList();
        var minReady = Json.Number(set, "spec", "minReadySeconds") ?? 0;
        var available = right.Count(pod => Pods.IsAvailable(pod, minReady, _view.Now));
        _view.EditStatus(Name, set, status =>
        {
            status["observedGeneration"] = ClusterView.Generation(set);
            status["currentNumberScheduled"] = (long)right.Count;
            status["desiredNumberScheduled"] = (long)nodes.Count;
            status["numberMisscheduled"] = (long)(pods.Count - right.Count);
            status["numberReady"] = (long)right.Count(Pods.IsReady);
            ReplicaSetController.Count(status, "updatedNumberScheduled", right.Count(pod => IsNew(pod, update)));
            ReplicaSetController.Count(status, "numberAvailable", available);
            ReplicaSetController.Count(status, "numberUnavailable", nodes.Count - available);
        });
        _revisions.Trim(set, pods.Select(pod => ClusterView.Label(pod, Revisions.Label) ?? "").Append(Revisions.HashOf(update)).ToHashSet());
    }

    private static bool IsNew(JsonObject pod, JsonObject update) => ClusterView.Label(pod, Revisions.Label) == Revisions.HashOf(update);

    /// <summary>The Node it stands on, or the one it is meant for.</summary>
    private static string NodeOf(JsonObject pod) => Json.Text(pod, "spec", "nodeName") is { Length: > 0 } node ? node
        : Json.Maps(pod, "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
            .SelectMany(term => Json.Maps(term, "matchFields")).SelectMany(field => Json.Texts(field, "values")).FirstOrDefault() ?? "";
}
