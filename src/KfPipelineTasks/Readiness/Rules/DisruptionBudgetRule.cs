using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class DisruptionBudgetRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["PodDisruptionBudget.policy"];

    public Verdict? Judge(LiveObject live) => live.Resource.Number("status", "observedGeneration") is null
        ? Verdict.Waiting("its controller has not looked at it yet")
        : Verdict.Ready($"{live.Count("currentHealthy")} of its Pods are healthy, it asks for {live.Count("desiredHealthy")}");
}
