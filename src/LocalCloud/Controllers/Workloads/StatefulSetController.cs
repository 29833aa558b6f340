using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>Pods with a number and volumes of their own, made from the first to the last and replaced from the last to the first.</summary>
internal sealed class StatefulSetController : IController
{
    private readonly ClusterView _view;
    private readonly EventRecorder _events;
    private readonly Revisions _revisions;

    public StatefulSetController(ClusterView view, EventRecorder events)
    {
        _view = view;
        _events = events;
        _revisions = new Revisions(view, Name);
    }

    public string Name => "statefulset-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.StatefulSet),
        Watch.Owned(Kinds.Pod, Kinds.StatefulSet),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (_view.Get(key) is not { } set || ClusterView.IsBeingDeleted(set)) return default;
        if (!_view.Index.Dependents(ClusterView.Uid(set)).Any(child => child.Kind == Kinds.Pod)) Pods.Adopt(_view, Name, set, Kinds.Pod);
        var update = _revisions.Current(set);
        var refusal = Act(set, update);
        var again = _view.Get(key) is { } now ? SetStatus(now, update) : null;
        return refusal is null ? new(again) : throw refusal;
    }

    private ApiException? Act(JsonObject set, JsonObject update)
    {
        try
        {
            if (!Fill(set, update) || !Shrink(set)) return null;
            Replace(set, update);
            return null;
        }
        catch (ApiException refusal) when (refusal.Code is not (404 or 409))
        {
            _events.Warning(Name, set, "FailedCreate", $"create Pod in StatefulSet {ClusterView.Name(set)} failed error: {refusal.Message}");
            return refusal;
        }
    }

    /// <summary>Makes what is missing, in order; false while something must become ready first.</summary>
    private bool Fill(JsonObject set, JsonObject update)
    {
        var isParallel = IsParallel(set);
        var isWhole = true;
        for (var ordinal = First(set); ordinal < First(set) + Replicas(set); ordinal++)
        {
            var pod = Pod(set, ordinal);
            if (pod is null)
            {
                Create(set, ordinal, update);
                isWhole = false;
            }
            else if (Pods.Phase(pod) is "Failed" or "Succeeded" && !ClusterView.IsBeingDeleted(pod))
            {
                _view.Delete(ClusterView.KeyOf(pod), uid: ClusterView.Uid(pod));
                isWhole = false;
            }
            else if (!IsGood(set, pod))
            {
                isWhole = false;
            }

            // A Pod of an old template that never became ready blocks its own replacement: so does the real controller.
            if (!isWhole && !isParallel) return false;
        }

        return isWhole || isParallel;
    }

    /// <summary>Takes away what is too much, from the end, one by one; false while one is on its way out.</summary>
    private bool Shrink(JsonObject set)
    {
        var surplus = _view.Children(set, Kinds.Pod)
            .Where(pod => Ordinal(set, pod) is { } ordinal && (ordinal >= First(set) + Replicas(set) || ordinal < First(set)))
            .OrderByDescending(pod => Ordinal(set, pod)).ToList();
        if (surplus.Count == 0) return true;
        if (!IsParallel(set) && surplus.Any(ClusterView.IsBeingDeleted)) return false;
        foreach (var pod in IsParallel(set) ? surplus : surplus.Take(1))
        {
            if (ClusterView.IsBeingDeleted(pod)) continue;
            _view.Delete(ClusterView.KeyOf(pod), uid: ClusterView.Uid(pod));
            _events.Normal(Name, set, "SuccessfulDelete", $"delete Pod {ClusterView.Name(pod)} in StatefulSet {ClusterView.Name(set)} successful");
        }

        return false;
    }

    /// <summary>Replaces Pods of an older template, from the last to the partition; one at a time, the next when it is ready.</summary>
    private void Replace(JsonObject set, JsonObject update)
    {
        if (Json.Text(set, "spec", "updateStrategy", "type") == "OnDelete") return;
        var partition = Json.Number(set, "spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        for (var ordinal = First(set) + Replicas(set) - 1; ordinal >= First(set) + partition; ordinal--)
        {
            if (Pod(set, ordinal) is not { } pod || ClusterView.IsBeingDeleted(pod)) return;
            if (RevisionOf(pod) != ClusterView.Name(update))
            {
                _view.Delete(ClusterView.KeyOf(pod), uid: ClusterView.Uid(pod));
                _events.Normal(Name, set, "SuccessfulDelete", $"delete Pod {ClusterView.Name(pod)} in StatefulSet {ClusterView.Name(set)} successful");
                return;
            }

            if (!IsGood(set, pod)) return;
        }
    }

    private void Create(JsonObject set, long ordinal, JsonObject update)
    {
        var revision = RevisionFor(set, ordinal, update);
        var name = PodName(set, ordinal);
        var pod = Pods.From(set, Revisions.Template(revision) ?? [], name);
        var labels = Json.Ensure(Json.Ensure(pod, "metadata"), "labels");
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels[Revisions.Label] = ClusterView.Name(revision);
        var spec = Json.Ensure(pod, "spec");
        spec["hostname"] = name;
        if (Json.Text(set, "spec", "serviceName") is { Length: > 0 } subdomain) spec["subdomain"] = subdomain;
        foreach (var claim in Json.Maps(set, "spec", "volumeClaimTemplates")) Claim(set, claim, name, spec);
        _view.Create(Name, pod);
        _events.Normal(Name, set, "SuccessfulCreate", $"create Pod {name} in StatefulSet {ClusterView.Name(set)} successful");
    }

    private JsonObject RevisionFor(JsonObject set, long ordinal, JsonObject update)
    {
        var partition = Json.Number(set, "spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        if (ordinal >= First(set) + partition || Json.Text(set, "status", "currentRevision") is not { } current) return update;
        return _view.Get(Kinds.ControllerRevision, ClusterView.Namespace(set), current) ?? update;
    }

    private void Claim(JsonObject set, JsonObject template, string pod, JsonObject spec)
    {
        var volume = ClusterView.Name(template);
        var name = $"{volume}-{pod}";
        if (_view.Get(Kinds.PersistentVolumeClaim, ClusterView.Namespace(set), name) is null)
        {
            var labels = Json.Map(template, "metadata", "labels")?.DeepClone() as JsonObject ?? [];
            foreach (var (key, value) in Json.TextMap(set, "spec", "selector", "matchLabels")) labels[key] = value;
            _view.Create(Name, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ClusterView.Namespace(set), ["labels"] = labels, ["annotations"] = Json.Map(template, "metadata", "annotations")?.DeepClone() },
                ["spec"] = Json.Map(template, "spec")?.DeepClone(),
            });
        }

        if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
        foreach (var taken in volumes.Where(item => Json.Text(item, "name") == volume).ToList()) volumes.Remove(taken);
        volumes.Add((JsonNode)new JsonObject { ["name"] = volume, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = name } });
    }

    private TimeSpan? SetStatus(JsonObject set, JsonObject update)
    {
        var pods = _view.Children(set, Kinds.Pod).Where(pod => Ordinal(set, pod) is not null && Pods.Phase(pod) is not ("Failed" or "Succeeded")).ToList();
        var alive = pods.Where(pod => !ClusterView.IsBeingDeleted(pod)).ToList();
        var minReady = Json.Number(set, "spec", "minReadySeconds") ?? 0;
        var newest = ClusterView.Name(update);
        var updated = alive.Count(pod => RevisionOf(pod) == newest);
        var ready = pods.Count(Pods.IsReady);
        var current = Json.Text(set, "status", "currentRevision") ?? newest;
        if (updated == Replicas(set) && ready == Replicas(set) && pods.Count == Replicas(set)) current = newest;
        _view.EditStatus(Name, set, status =>
        {
            status["observedGeneration"] = ClusterView.Generation(set);
            ReplicaSetController.Count(status, "replicas", pods.Count, always: true);
            ReplicaSetController.Count(status, "readyReplicas", ready);
            ReplicaSetController.Count(status, "availableReplicas", pods.Count(pod => Pods.IsAvailable(pod, minReady, _view.Now)), always: true);
            ReplicaSetController.Count(status, "currentReplicas", alive.Count(pod => RevisionOf(pod) == current));
            ReplicaSetController.Count(status, "updatedReplicas", updated);
            status["currentRevision"] = current;
            status["updateRevision"] = newest;
            status["collisionCount"] = 0L;
        });
        _revisions.Trim(set, pods.Select(RevisionOf).Append(current).Append(newest).ToHashSet());
        return pods.Select(pod => Pods.AvailableAt(pod, minReady) - _view.Now).Where(wait => wait > TimeSpan.Zero).Min();
    }

    private JsonObject? Pod(JsonObject set, long ordinal) =>
        _view.Get(Kinds.Pod, ClusterView.Namespace(set), PodName(set, ordinal)) is { } pod && Owner.Of(pod)?.Uid == ClusterView.Uid(set) ? pod : null;

    private bool IsGood(JsonObject set, JsonObject pod) =>
        !ClusterView.IsBeingDeleted(pod) && Pods.IsAvailable(pod, Json.Number(set, "spec", "minReadySeconds") ?? 0, _view.Now);

    private static string RevisionOf(JsonObject pod) => ClusterView.Label(pod, Revisions.Label) ?? "";

    private static string PodName(JsonObject set, long ordinal) => $"{ClusterView.Name(set)}-{ordinal}";

    private static long? Ordinal(JsonObject set, JsonObject pod)
    {
        var prefix = ClusterView.Name(set) + "-";
        var name = ClusterView.Name(pod);
        return name.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null;
    }

    private static long First(JsonObject set) => Json.Number(set, "spec", "ordinals", "start") ?? 0;

    private static long Replicas(JsonObject set) => Json.Number(set, "spec", "replicas") ?? 1;

    private static bool IsParallel(JsonObject set) => Json.Text(set, "spec", "podManagementPolicy") == "Parallel";
}
