using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class JobRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Job.batch"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Find("Complete") is { IsTrue: true }) return Verdict.Ready($"completed, {Replicas.Of(live.Count("succeeded"), live.Number(1, "spec", "completions"), "runs succeeded")}");
        if (live.Find("Failed") is { IsTrue: true } failed) return Verdict.Failed(failed.Words, $"kubectl logs job/{live.Id.Name} -n {live.Id.Namespace}");
        if (live.Find("FailureTarget") is { IsTrue: true } failing) return Verdict.Failed(failing.Words, $"kubectl logs job/{live.Id.Name} -n {live.Id.Namespace}");
        if (live.Resource.At("spec", "suspend") is { ValueKind: JsonValueKind.True }) return Verdict.Waiting("it is suspended");
        if (live.Text("status", "startTime") is null) return Verdict.Waiting("it has not started yet");
        var running = $"{live.Count("active")} running, {Replicas.Of(live.Count("succeeded"), live.Number(1, "spec", "completions"), "succeeded")}";
        return Verdict.Waiting(live.Count("failed") is var tries and > 0 ? $"{running}, {tries} tries failed" : running).Explained(live);
    }
}
