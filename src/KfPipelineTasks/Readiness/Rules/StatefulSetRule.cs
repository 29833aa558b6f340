using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class StatefulSetRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["StatefulSet.apps"];

    public Verdict? Judge(LiveObject live) => Rollout(live).Explained(live);

    private static Verdict Rollout(LiveObject live)
    {
        var desired = live.Number(1, "spec", "replicas");
        if (live.Resource.Number("status", "observedGeneration") is null) return Verdict.Waiting("its controller has not looked at it yet");
        if (live.Text("spec", "updateStrategy", "type") == "OnDelete") return Verdict.Ready("its Pods take the latest template when somebody deletes them (update strategy OnDelete)");
        var total = live.Count("replicas");
        if (total < desired) return Verdict.Waiting(Replicas.Of(total, desired, "replicas are there"));
        if (live.Count("readyReplicas") < desired) return Verdict.Waiting(Replicas.Of(live.Count("readyReplicas"), desired, "replicas are ready"));
        if (total > desired) return Verdict.Waiting($"{total - desired} replicas too many are still there");
        var updated = live.Count("updatedReplicas");
        if (live.Resource.Number("spec", "updateStrategy", "rollingUpdate", "partition") is { } partition and > 0)
        {
            var wanted = Math.Max(0, desired - partition);
            return updated < wanted
                ? Verdict.Waiting(Replicas.Of(updated, wanted, "replicas of the partition have the latest template"))
                : Verdict.Ready($"the {wanted} replicas from ordinal {partition} on have the latest template, as its partition asks");
        }

        if (live.Text("status", "currentRevision") is { } current && live.Text("status", "updateRevision") is { } update && current != update)
            return Verdict.Waiting(Replicas.Of(updated, desired, "replicas have the latest template"));
        if (live.Resource.Number("status", "currentReplicas") is { } ofCurrent && ofCurrent < desired) return Verdict.Waiting(Replicas.Of(ofCurrent, desired, "replicas have the latest template"));
        return Verdict.Ready(desired == 0 ? "scaled to nothing, as asked" : Replicas.Of(live.Count("readyReplicas"), desired, "replicas are ready"));
    }
}
