using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class ReplicaSetRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["ReplicaSet.apps", "ReplicationController"];

    public Verdict? Judge(LiveObject live) => Count(live).Explained(live);

    private static Verdict Count(LiveObject live)
    {
        var desired = live.Number(1, "spec", "replicas");
        if (live.Resource.Number("status", "observedGeneration") is null) return Verdict.Waiting("its controller has not looked at it yet");
        if (Replicas.CannotMakePods(live) is { } cannot) return cannot;
        if (live.Count("fullyLabeledReplicas") < desired) return Verdict.Waiting(Replicas.Of(live.Count("fullyLabeledReplicas"), desired, "replicas are there"));
        if (live.Count("availableReplicas") < desired) return Verdict.Waiting(Replicas.Of(live.Count("availableReplicas"), desired, "replicas are available"));
        if (live.Count("readyReplicas") < desired) return Verdict.Waiting(Replicas.Of(live.Count("readyReplicas"), desired, "replicas are ready"));
        return live.Count("replicas") > desired
            ? Verdict.Waiting($"{live.Count("replicas") - desired} replicas too many are still there")
            : Verdict.Ready(desired == 0 ? "scaled to nothing, as asked" : Replicas.Of(live.Count("availableReplicas"), desired, "replicas are available"));
    }
}
