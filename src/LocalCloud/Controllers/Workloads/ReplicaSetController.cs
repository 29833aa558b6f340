using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>Keeps the asked number of Pods, and says how many there are.</summary>
internal sealed class ReplicaSetController(ClusterView view, EventRecorder events) : IController
{
    public string Name => "replicaset-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.ReplicaSet),
        Watch.Owned(Kinds.Pod, Kinds.ReplicaSet),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } set) return default;
        if (ClusterView.IsBeingDeleted(set)) return new(SetStatus(set, null));
        if (view.Index.Dependents(ClusterView.Uid(set)).Count == 0) Pods.Adopt(view, Name, set, Kinds.Pod);
        var refusal = Manage(set);
        var again = view.Get(key) is { } now ? SetStatus(now, refusal) : null;
        // The refusal is told in the status; thrown on, it decides when to try again.
        return refusal is null ? new(again) : throw refusal;
    }

    private ApiException? Manage(JsonObject set)
    {
        var active = view.Children(set, Kinds.Pod).Where(Pods.IsActive).ToList();
        var wanted = Json.Number(set, "spec", "replicas") ?? 1;
        foreach (var surplus in Pods.InOrderOfLoss(active).Take((int)Math.Max(0, active.Count - wanted)))
        {
            view.Delete(ClusterView.KeyOf(surplus), uid: ClusterView.Uid(surplus));
            events.Normal(Name, set, "SuccessfulDelete", $"Deleted pod: {ClusterView.Name(surplus)}");
        }

        return Create(set, wanted - active.Count);
    }

    private ApiException? Create(JsonObject set, long missing)
    {
        for (var number = 0; number < missing; number++)
        {
            var name = Names.Free($"{ClusterView.Name(set)}-", taken => view.Get(Kinds.Pod, ClusterView.Namespace(set), taken) is not null);
            try
            {
                view.Create(Name, Pods.From(set, Json.Map(set, "spec", "template") ?? [], name));
                events.Normal(Name, set, "SuccessfulCreate", $"Created pod: {name}");
            }
            catch (ApiException refusal)
            {
                events.Warning(Name, set, "FailedCreate", $"Error creating: {refusal.Message}");
                return refusal;
            }
        }

        return null;
    }

    private TimeSpan? SetStatus(JsonObject set, ApiException? refusal)
    {
        var active = view.Children(set, Kinds.Pod).Where(Pods.IsActive).ToList();
        var minReady = Json.Number(set, "spec", "minReadySeconds") ?? 0;
        var labels = Json.TextMap(set, "spec", "template", "metadata", "labels");
        view.EditStatus(Name, set, status =>
        {
            Count(status, "replicas", active.Count, always: true);
            Count(status, "fullyLabeledReplicas", active.Count(pod => Selectors.Contains(labels, Selectors.LabelsOf(pod))));
            Count(status, "readyReplicas", active.Count(Pods.IsReady));
            Count(status, "availableReplicas", active.Count(pod => Pods.IsAvailable(pod, minReady, view.Now)));
            status["observedGeneration"] = ClusterView.Generation(set);
            if (refusal is null) Conditions.Remove(status, "ReplicaFailure");
            else Conditions.Set(status, "ReplicaFailure", true, "FailedCreate", refusal.Message, view.Stamp);
            if (status["conditions"] is JsonArray { Count: 0 }) status.Remove("conditions");
        });
        return active.Select(pod => Pods.AvailableAt(pod, minReady) - view.Now).Where(wait => wait > TimeSpan.Zero).Min();
    }

    internal static void Count(JsonObject status, string name, long count, bool always = false)
    {
        if (count == 0 && !always) status.Remove(name);
        else status[name] = count;
    }
}
