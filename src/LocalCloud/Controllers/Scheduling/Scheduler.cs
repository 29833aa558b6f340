using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Scheduling;

/// <summary>Finds a Node for every Pod, or says why there is none.</summary>
internal sealed class Scheduler(ClusterView view, EventRecorder events) : IController
{
    private readonly NodeLedger _ledger = new();
    private readonly SortedDictionary<string, ObjectKey> _waiting = new(StringComparer.Ordinal);

    public string Name => "default-scheduler";

    public IEnumerable<Watch> Watches =>
    [
        new Watch(Kinds.Pod, change => change.IsGone ? [change.Key, .. _waiting.Values] : [change.Key]),
        // A Node reports often; only what it offers and refuses matters, and looking again costs little when nobody waits.
        new Watch(Kinds.Node, _ => [.. _waiting.Values]),
        new Watch(Kinds.PersistentVolumeClaim, _ => [.. _waiting.Values]),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        _waiting.Remove(key.ToString());
        var pod = view.Get(key);
        if (pod is null || Workloads.Pods.Phase(pod) is "Succeeded" or "Failed")
        {
            _ledger.Free(key);
            return default;
        }

        if (Json.Text(pod, "spec", "nodeName") is { Length: > 0 } node) _ledger.Take(key, node, Resources.AskedBy(pod));
        else if (!ClusterView.IsBeingDeleted(pod) && Json.Text(pod, "spec", "schedulerName") is null or "" or "default-scheduler") Place(key, pod);
        return default;
    }

    private void Place(ObjectKey key, JsonObject pod)
    {
        if (Json.List(pod, "spec", "schedulingGates") is { Count: > 0 })
        {
            Refuse(key, pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
            return;
        }

        var nodes = view.List(Kinds.Node);
        var obstacles = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var asked = Resources.AskedBy(pod);
        if (ClaimObstacle(pod) is { } claim)
        {
            Refuse(key, pod, "Unschedulable", claim);
            return;
        }

        var fitting = nodes.Where(node => Fits(pod, node, asked, obstacles)).ToList();
        if (fitting.Count == 0)
        {
            Refuse(key, pod, "Unschedulable", Explain(nodes.Count, obstacles));
            return;
        }

        var best = fitting.OrderByDescending(node => _ledger.Share(ClusterView.Name(node), Resources.OfferedBy(node), asked)).ThenBy(ClusterView.Name, StringComparer.Ordinal).First();
        Bind(key, pod, ClusterView.Name(best), asked);
    }

    private void Bind(ObjectKey key, JsonObject pod, string node, Resources asked)
    {
        SelectNodeForClaims(pod, node);
        view.Bind(key, node);
        _ledger.Take(key, node, asked);
        if (view.Get(key) is { } bound) view.EditStatus(Name, bound, status => Conditions.Set(status, "PodScheduled", true, null, null, view.Stamp));
        events.Normal(Name, pod, "Scheduled", $"Successfully assigned {key.Namespace}/{key.Name} to {node}");
    }

    private void Refuse(ObjectKey key, JsonObject pod, string reason, string message)
    {
        _waiting[key.ToString()] = key;
        view.EditStatus(Name, pod, status =>
        {
            status["phase"] = "Pending";
            Conditions.Set(status, "PodScheduled", false, reason, message, view.Stamp);
        });
        if (Json.Text(Conditions.Find(pod, "PodScheduled"), "message") != message && reason == "Unschedulable") events.Warning(Name, pod, "FailedScheduling", message);
    }

    private bool Fits(JsonObject pod, JsonObject node, Resources asked, SortedDictionary<string, int> obstacles)
    {
        if (Obstacle(pod, node, asked) is not { } obstacle) return true;
        obstacles[obstacle] = obstacles.GetValueOrDefault(obstacle) + 1;
        return false;
    }

    private string? Obstacle(JsonObject pod, JsonObject node, Resources asked)
    {
        var spec = Json.Map(pod, "spec") ?? [];
        if (Json.Flag(node, "spec", "unschedulable") is true && NodeFit.UntoleratedTaint(spec, node) is not null) return "node(s) were unschedulable";
        if (!NodeFit.Selects(spec, node)) return "node(s) didn't match Pod's node affinity/selector";
        if (NodeFit.UntoleratedTaint(spec, node) is { } taint) return $"node(s) had untolerated taint {{{Json.Text(taint, "key")}: {Json.Text(taint, "value")}}}";
        if (ClusterView.IsBeingDeleted(node)) return "node(s) were being deleted";
        return (Resources.OfferedBy(node) - _ledger.Taken(ClusterView.Name(node))).Lack(asked);
    }

    private static string Explain(int nodes, SortedDictionary<string, int> obstacles) => nodes == 0
        ? "no nodes available to schedule pods"
        : $"0/{nodes} nodes are available: {string.Join(", ", obstacles.Select(pair => $"{pair.Value} {pair.Key}"))}. preemption: 0/{nodes} nodes are available: {nodes} Preemption is not helpful for scheduling.";

    /// <summary>A volume that must be there first: missing, or of a class that does not wait for its first Pod.</summary>
    private string? ClaimObstacle(JsonObject pod)
    {
        foreach (var name in Claims(pod))
        {
            if (view.Get(Kinds.PersistentVolumeClaim, ClusterView.Namespace(pod), name) is not { } claim) return $"persistentvolumeclaim \"{name}\" not found";
            if (ClusterView.IsBeingDeleted(claim)) return $"persistentvolumeclaim \"{name}\" is being deleted";
            if (Json.Text(claim, "status", "phase") != "Bound" && !WaitsForPod(claim)) return "pod has unbound immediate PersistentVolumeClaims";
        }

        return null;
    }

    private bool WaitsForPod(JsonObject claim) =>
        view.Get(Kinds.StorageClass, "", Json.Text(claim, "spec", "storageClassName") ?? "") is { } storage
        && Json.Text(storage, "volumeBindingMode") == "WaitForFirstConsumer";

    private void SelectNodeForClaims(JsonObject pod, string node)
    {
        foreach (var name in Claims(pod))
        {
            if (view.Get(Kinds.PersistentVolumeClaim, ClusterView.Namespace(pod), name) is not { } claim || Json.Text(claim, "status", "phase") == "Bound") continue;
            view.Edit(Name, claim, copy => Json.Ensure(Json.Ensure(copy, "metadata"), "annotations")["volume.kubernetes.io/selected-node"] = node);
        }
    }

    internal static IEnumerable<string> Claims(JsonObject pod) =>
        Json.Maps(pod, "spec", "volumes").Select(volume => Json.Text(volume, "persistentVolumeClaim", "claimName")).OfType<string>();
}
