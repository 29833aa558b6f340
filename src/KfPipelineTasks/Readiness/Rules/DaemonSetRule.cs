using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class DaemonSetRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["DaemonSet.apps"];

    public Verdict? Judge(LiveObject live) => Rollout(live).Explained(live);

    private static Verdict Rollout(LiveObject live)
    {
        if (live.Resource.Number("status", "observedGeneration") is null || live.Resource.Number("status", "desiredNumberScheduled") is not { } desired)
            return Verdict.Waiting("its controller has not looked at it yet");
        if (live.Count("currentNumberScheduled") < desired) return Verdict.Waiting(Replicas.Of(live.Count("currentNumberScheduled"), desired, "nodes have its Pod"));
        if (live.Text("spec", "updateStrategy", "type") != "OnDelete" && live.Count("updatedNumberScheduled") < desired)
            return Verdict.Waiting(Replicas.Of(live.Count("updatedNumberScheduled"), desired, "nodes have the latest template"));
        if (live.Count("numberAvailable") < desired) return Verdict.Waiting(Replicas.Of(live.Count("numberAvailable"), desired, "nodes have it available"));
        if (live.Count("numberReady") < desired) return Verdict.Waiting(Replicas.Of(live.Count("numberReady"), desired, "nodes have it ready"));
        return Verdict.Ready(desired == 0 ? "no node asks for it" : Replicas.Of(live.Count("numberReady"), desired, "nodes have it ready"));
    }
}
