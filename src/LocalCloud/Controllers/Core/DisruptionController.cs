using System.Text.Json.Nodes;
using LocalCloud.Controllers.Workloads;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>Says how many Pods of a budget may be evicted now.</summary>
internal sealed class DisruptionController(ClusterView view) : IController
{
    public string Name => "disruption-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.PodDisruptionBudget),
        new Watch(Kinds.Pod, change => view.List(Kinds.PodDisruptionBudget, change.Key.Namespace).Select(ClusterView.KeyOf)),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } budget) return default;
        var pods = view.Select(Kinds.Pod, key.Namespace, Json.Map(budget, "spec", "selector")).Where(Workloads.Pods.IsActive).ToList();
        var (expected, desired) = Wanted(budget, pods);
        var healthy = pods.Count(Workloads.Pods.IsReady);
        var allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;
        view.EditStatus(Name, budget, status =>
        {
            status["currentHealthy"] = (long)healthy;
            status["desiredHealthy"] = desired;
            status["disruptionsAllowed"] = allowed;
            status["expectedPods"] = expected;
            status["observedGeneration"] = ClusterView.Generation(budget);
            status.Remove("disruptedPods");
            Conditions.Set(status, "DisruptionAllowed", allowed > 0, allowed > 0 ? "SufficientPods" : "InsufficientPods", "", view.Stamp, observedGeneration: ClusterView.Generation(budget));
        });
        return default;
    }

    private (long Expected, long Desired) Wanted(JsonObject budget, List<JsonObject> pods)
    {
        if (Json.At(budget, "spec", "maxUnavailable") is { } unavailable)
        {
            var all = Scale(pods);
            return (all, Math.Max(0, all - (IntOrPercent.Of(unavailable, all, roundUp: true) ?? 0)));
        }

        var available = Json.At(budget, "spec", "minAvailable");
        if (Json.Text(available) is { } text && text.EndsWith('%')) return (Scale(pods), IntOrPercent.Of(available, Scale(pods), roundUp: true) ?? 0);
        return (pods.Count, IntOrPercent.Of(available, pods.Count, roundUp: true) ?? 0);
    }

    /// <summary>How many Pods the workloads behind these are meant to have.</summary>
    private long Scale(List<JsonObject> pods) => pods
        .Select(pod => (Pod: pod, Owner: Owner.Of(pod)))
        .GroupBy(pair => pair.Owner?.Uid ?? ClusterView.Uid(pair.Pod))
        .Sum(group => group.First() is { Owner: { } owner } first && view.Get(owner.Kind, ClusterView.Namespace(first.Pod), owner.Name) is { } workload
            ? Json.Number(workload, "spec", "replicas") ?? group.Count()
            : group.Count());
}
