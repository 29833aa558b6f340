using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class DeploymentRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Deployment.apps"];

    public Verdict? Judge(LiveObject live) => Rollout(live).Explained(live);

    private static Verdict Rollout(LiveObject live)
    {
        if (live.Find("Progressing") is { IsFalse: true, Reason: "ProgressDeadlineExceeded" } late)
            return Verdict.Failed($"made no progress for {live.Number(600, "spec", "progressDeadlineSeconds")} s: {late.Message}", live.Describe);
        var desired = live.Number(1, "spec", "replicas");
        if (live.Resource.Number("status", "observedGeneration") is null) return Verdict.Waiting("its controller has not looked at it yet");
        var total = live.Count("replicas");
        var updated = live.Count("updatedReplicas");
        var available = live.Count("availableReplicas");
        var waiting = Replicas.CannotMakePods(live)
            ?? (updated < desired ? Verdict.Waiting(Replicas.Of(updated, desired, "replicas have the latest template")) : null)
            ?? (total > updated ? Verdict.Waiting($"{total - updated} replicas of the template before are still there") : null)
            ?? (available < updated ? Verdict.Waiting(Replicas.Of(available, updated, "replicas are available")) : null)
            ?? (live.Count("readyReplicas") < desired ? Verdict.Waiting(Replicas.Of(live.Count("readyReplicas"), desired, "replicas are ready")) : null)
            ?? (live.Find("Available") is { IsTrue: false } not ? Verdict.Waiting(not.Words) : null);
        if (waiting is null) return Verdict.Ready(desired == 0 ? "scaled to nothing, as asked" : Replicas.Of(available, desired, "replicas are available"));
        return live.Resource.At("spec", "paused") is { ValueKind: JsonValueKind.True }
            ? Verdict.Waiting($"its rollout is paused; {waiting.Because}", $"kubectl rollout resume deployment {live.Id.Name} -n {live.Id.Namespace}")
            : waiting;
    }
}
