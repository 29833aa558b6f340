using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>Moves Pods from one ReplicaSet to the next, within the limits, and says how far it has come.</summary>
internal sealed class DeploymentController(ClusterView view, EventRecorder events) : IController
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string Desired = "deployment.kubernetes.io/desired-replicas";
    private const string Maximum = "deployment.kubernetes.io/max-replicas";
    private const string HashLabel = "pod-template-hash";

    public string Name => "deployment-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Deployment),
        Watch.Owned(Kinds.ReplicaSet, Kinds.Deployment),
        // Recreate waits for the last old Pod to be gone, which its ReplicaSet no longer counts.
        new Watch(Kinds.Pod, change => ClusterView.IsBeingDeleted(change.Document) && DeploymentOf(change.Document, change.Key.Namespace) is { } deployment ? [deployment] : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } deployment) return default;
        var sets = Sets(deployment);
        if (!ClusterView.IsBeingDeleted(deployment)) deployment = Sync(deployment, ref sets);
        return new(SetStatus(deployment, sets));
    }

    private JsonObject Sync(JsonObject deployment, ref List<JsonObject> sets)
    {
        var current = Current(deployment, sets);
        var isPaused = Json.Flag(deployment, "spec", "paused") ?? false;
        if (current is null && !isPaused && !MustWaitForOldPods(deployment, sets))
        {
            current = CreateSet(deployment, sets);
            deployment = SayProgress(deployment, "NewReplicaSetCreated", $"Created new replica set \"{ClusterView.Name(current)}\"");
        }
        else if (current is not null && Conditions.Find(deployment, "Progressing") is null)
        {
            deployment = SayProgress(deployment, "FoundNewReplicaSet", $"Found new replica set \"{ClusterView.Name(current)}\"");
        }

        deployment = KeepRevision(deployment, current, sets);
        if (isPaused) ScaleTogether(deployment, current, sets);
        else Roll(deployment, current, sets);
        sets = Sets(deployment);
        DropHistory(deployment, sets, current);
        return deployment;
    }

    private List<JsonObject> Sets(JsonObject deployment)
    {
        var sets = view.Children(deployment, Kinds.ReplicaSet).ToList();
        if (sets.Count > 0) return sets;
        Pods.Adopt(view, Name, deployment, Kinds.ReplicaSet);
        return [.. view.List(Kinds.ReplicaSet, ClusterView.Namespace(deployment)).Where(set => Owner.Of(set)?.Uid == ClusterView.Uid(deployment))];
    }

    /// <summary>The ReplicaSet with the template asked for now.</summary>
    private static JsonObject? Current(JsonObject deployment, List<JsonObject> sets) =>
        sets.OrderBy(set => Json.Text(set, "metadata", "creationTimestamp"), StringComparer.Ordinal)
            .FirstOrDefault(set => Json.Same(WithoutHash(Json.Map(set, "spec", "template")), WithoutHash(Json.Map(deployment, "spec", "template"))));

    private static JsonObject? WithoutHash(JsonObject? template)
    {
        if (template?.DeepClone() is not JsonObject copy) return null;
        if (Json.Map(copy, "metadata", "labels") is { } labels) labels.Remove(HashLabel);
        Json.Map(copy, "metadata")?.Remove("creationTimestamp");
        return copy;
    }

    private bool MustWaitForOldPods(JsonObject deployment, List<JsonObject> sets)
    {
        if (Json.Text(deployment, "spec", "strategy", "type") != "Recreate") return false;
        foreach (var old in sets) Scale(deployment, old, 0);
        return sets.Any(old => view.Children(old, Kinds.Pod).Any(pod => Pods.Phase(pod) is not ("Succeeded" or "Failed")));
    }

    private JsonObject CreateSet(JsonObject deployment, List<JsonObject> sets)
    {
        var template = WithoutHash(Json.Map(deployment, "spec", "template")) ?? [];
        var home = ClusterView.Namespace(deployment);
        var hash = Names.HashOf(template);
        for (var attempt = 0; view.Get(Kinds.ReplicaSet, home, $"{ClusterView.Name(deployment)}-{hash}") is not null; attempt++) hash = Names.HashOf(new JsonArray(template.DeepClone(), attempt));
        var limits = RollingLimits.Of(deployment);
        var oldReplicas = sets.Sum(Replicas);
        var first = Math.Max(0, Math.Min(limits.Replicas, limits.Most - oldReplicas));
        var set = Document(deployment, template, hash, first, NextRevision(sets));
        Annotate(set, limits);
        set = view.Create(Name, set);
        sets.Add(set);
        if (first > 0) events.Normal(Name, deployment, "ScalingReplicaSet", $"Scaled up replica set {ClusterView.Name(set)} from 0 to {first}");
        return set;
    }

    private static JsonObject Document(JsonObject deployment, JsonObject template, string hash, long replicas, long revision)
    {
        var selector = Json.Map(deployment, "spec", "selector")?.DeepClone() as JsonObject ?? [];
        Json.Ensure(selector, "matchLabels")[HashLabel] = hash;
        Json.Ensure(Json.Ensure(template, "metadata"), "labels")[HashLabel] = hash;
        var annotations = CopiedAnnotations(deployment);
        annotations[Revision] = Text(revision);
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{ClusterView.Name(deployment)}-{hash}",
                ["namespace"] = ClusterView.Namespace(deployment),
                ["labels"] = Json.Map(template, "metadata", "labels")?.DeepClone(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(Owner.Reference(deployment)),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["minReadySeconds"] = Json.Number(deployment, "spec", "minReadySeconds") ?? 0,
                ["selector"] = selector,
                ["template"] = template,
            },
        };
    }

    private static JsonObject CopiedAnnotations(JsonObject deployment)
    {
        var copied = new JsonObject();
        foreach (var (name, value) in Json.TextMap(deployment, "metadata", "annotations"))
        {
            if (name is not ("kubectl.kubernetes.io/last-applied-configuration" or Revision or Desired or Maximum)) copied[name] = value;
        }

        return copied;
    }

    private JsonObject KeepRevision(JsonObject deployment, JsonObject? current, List<JsonObject> sets)
    {
        if (current is null) return deployment;
        var newest = sets.Where(set => ClusterView.Uid(set) != ClusterView.Uid(current)).Select(RevisionOf).DefaultIfEmpty(0).Max();
        var revision = Math.Max(RevisionOf(current), newest + (RevisionOf(current) > newest ? 0 : 1));
        view.Edit(Name, view.Get(ClusterView.KeyOf(current)) ?? current, copy => Annotations(copy)[Revision] = Text(revision));
        return view.Edit(Name, deployment, copy => Annotations(copy)[Revision] = Text(revision));
    }

    private void Roll(JsonObject deployment, JsonObject? current, List<JsonObject> sets)
    {
        if (current is null) return;
        current = view.Get(ClusterView.KeyOf(current)) ?? current;
        var old = sets.Where(set => ClusterView.Uid(set) != ClusterView.Uid(current)).Select(set => view.Get(ClusterView.KeyOf(set)) ?? set).ToList();
        var limits = RollingLimits.Of(deployment);
        GrowOrShrink(deployment, current, old, limits);
        ShrinkOld(deployment, view.Get(ClusterView.KeyOf(current)) ?? current, old, limits);
    }

    private void GrowOrShrink(JsonObject deployment, JsonObject current, List<JsonObject> old, RollingLimits limits)
    {
        var now = Replicas(current);
        if (now >= limits.Replicas)
        {
            Scale(deployment, current, limits.Replicas);
            return;
        }

        var room = limits.Most - now - old.Sum(Replicas);
        if (old.Sum(Replicas) == 0) room = limits.Replicas - now;
        if (room > 0) Scale(deployment, current, Math.Min(limits.Replicas, now + room));
    }

    private void ShrinkOld(JsonObject deployment, JsonObject current, List<JsonObject> old, RollingLimits limits)
    {
        var all = Replicas(current) + old.Sum(Replicas);
        var notYet = Replicas(current) - Available(current);
        var spare = all - limits.Least - notYet;
        if (spare <= 0) return;
        foreach (var set in old.OrderBy(RevisionOf))
        {
            // What does not work is given up first: it costs nobody anything.
            var broken = Math.Min(spare, Replicas(set) - Available(set));
            if (broken <= 0) continue;
            spare -= broken;
            Scale(deployment, set, Replicas(set) - broken);
        }

        var left = old.Select(set => view.Get(ClusterView.KeyOf(set)) ?? set).ToList();
        var working = Available(current) + left.Sum(set => Math.Min(Available(set), Replicas(set)));
        var give = working - limits.Least;
        foreach (var set in left.OrderBy(RevisionOf))
        {
            var less = Math.Min(give, Replicas(set));
            if (less <= 0) continue;
            give -= less;
            Scale(deployment, set, Replicas(set) - less);
        }
    }

    /// <summary>A paused Deployment still follows its number of replicas, with the ReplicaSets it has.</summary>
    private void ScaleTogether(JsonObject deployment, JsonObject? current, List<JsonObject> sets)
    {
        var running = sets.Where(set => Replicas(set) > 0).ToList();
        if (running.Count == 0 && current is not null) Scale(deployment, current, RollingLimits.Of(deployment).Replicas);
        else if (running.Count == 1) Scale(deployment, running[0], RollingLimits.Of(deployment).Replicas);
    }

    private void Scale(JsonObject deployment, JsonObject set, long replicas)
    {
        var before = Replicas(set);
        view.Edit(Name, set, copy =>
        {
            Json.Ensure(copy, "spec")["replicas"] = replicas;
            Annotate(copy, RollingLimits.Of(deployment));
        });
        if (before == replicas) return;
        var way = replicas > before ? "up" : "down";
        events.Normal(Name, deployment, "ScalingReplicaSet", $"Scaled {way} replica set {ClusterView.Name(set)} from {before} to {replicas}");
    }

    private void DropHistory(JsonObject deployment, List<JsonObject> sets, JsonObject? current)
    {
        if (current is null) return;
        var limit = Json.Number(deployment, "spec", "revisionHistoryLimit") ?? 10;
        var idle = sets.Where(set => ClusterView.Uid(set) != ClusterView.Uid(current) && Replicas(set) == 0
            && (Json.Number(set, "status", "replicas") ?? 0) == 0 && !ClusterView.IsBeingDeleted(set)).OrderBy(RevisionOf).ToList();
        foreach (var set in idle.Take((int)Math.Max(0, idle.Count - limit))) view.Delete(ClusterView.KeyOf(set), uid: ClusterView.Uid(set));
    }

    private TimeSpan? SetStatus(JsonObject deployment, List<JsonObject> sets)
    {
        var current = Current(deployment, sets);
        var limits = RollingLimits.Of(deployment);
        var before = Json.Map(deployment, "status");
        var written = view.EditStatus(Name, deployment, status =>
        {
            status["observedGeneration"] = ClusterView.Generation(deployment);
            CountPods(status, current, sets);
            SayAvailability(status, limits);
            SayFailure(status, sets);
            Progress.Say(status, before, deployment, ClusterView.Name(current ?? deployment), view.Now);
        });
        return Progress.Deadline(written) - view.Now;
    }

    private static void CountPods(JsonObject status, JsonObject? current, List<JsonObject> sets)
    {
        var available = sets.Sum(Available);
        ReplicaSetController.Count(status, "replicas", sets.Sum(set => Json.Number(set, "status", "replicas") ?? 0));
        ReplicaSetController.Count(status, "updatedReplicas", current is null ? 0 : Json.Number(current, "status", "replicas") ?? 0);
        ReplicaSetController.Count(status, "readyReplicas", sets.Sum(set => Json.Number(set, "status", "readyReplicas") ?? 0));
        ReplicaSetController.Count(status, "availableReplicas", available);
        ReplicaSetController.Count(status, "unavailableReplicas", Math.Max(0, sets.Sum(Replicas) - available));
    }

    private void SayAvailability(JsonObject status, RollingLimits limits)
    {
        var enough = (Json.Number(status, "availableReplicas") ?? 0) >= limits.Least;
        Conditions.Set(status, "Available", enough,
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", view.Stamp, updateTime: true);
    }

    private void SayFailure(JsonObject status, List<JsonObject> sets)
    {
        var failure = sets.Select(set => Conditions.Find(set, "ReplicaFailure")).FirstOrDefault(condition => condition is not null);
        if (failure is null) Conditions.Remove(status, "ReplicaFailure");
        else Conditions.Set(status, "ReplicaFailure", true, Json.Text(failure, "reason"), Json.Text(failure, "message"), view.Stamp, updateTime: true);
    }

    private JsonObject SayProgress(JsonObject deployment, string reason, string message) =>
        view.EditStatus(Name, deployment, status => Progress.Restart(status, reason, message, view.Stamp));

    private ObjectKey? DeploymentOf(JsonObject pod, string home) =>
        Owner.Of(pod) is { Kind: var kind, Name: var set } && kind == Kinds.ReplicaSet
        && view.Get(Kinds.ReplicaSet, home, set) is { } owner && Owner.Of(owner) is { } above && above.Kind == Kinds.Deployment
            ? new ObjectKey(Kinds.Deployment, home, above.Name)
            : null;

    private static void Annotate(JsonObject set, RollingLimits limits)
    {
        Annotations(set)[Desired] = Text(limits.Replicas);
        Annotations(set)[Maximum] = Text(limits.Most);
    }

    private static JsonObject Annotations(JsonObject document) => Json.Ensure(Json.Ensure(document, "metadata"), "annotations");

    private static long NextRevision(List<JsonObject> sets) => sets.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;

    private static long RevisionOf(JsonObject set) => long.TryParse(ClusterView.Annotation(set, Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long Replicas(JsonObject set) => Json.Number(set, "spec", "replicas") ?? 1;

    private static long Available(JsonObject set) => Json.Number(set, "status", "availableReplicas") ?? 0;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
