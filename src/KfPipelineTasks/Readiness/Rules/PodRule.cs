using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class PodRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Pod"];

    public Verdict? Judge(LiveObject live)
    {
        var phase = live.Text("status", "phase");
        switch (phase)
        {
            case "Succeeded": return Verdict.Ready("it ran to its end");
            case "Failed": return Verdict.Failed(Because(live) ?? live.Text("status", "message") ?? live.Text("status", "reason") ?? "it failed", live.Describe);
            case "Running" when live.Find("Ready") is { IsTrue: true }: return Verdict.Ready("running and ready");
            case "Running" when live.Find("Ready") is { Reason: "PodCompleted" }: return Verdict.Ready("it ran to its end");
        }

        var troubles = PodTrouble.Of(live.Resource, live.Now);
        if (troubles.FirstOrDefault(trouble => trouble.IsLasting) is { } lasting) return Verdict.Failed(lasting.ToString(), lasting.LookFurther(live.Id.Namespace)) with { RetriedAfter = lasting.RetriedAfter };
        return Verdict.Waiting(troubles.Count > 0 ? troubles[0].ToString() : live.Find("Ready") is { IsFalse: true } not ? not.Words : phase ?? "no kubelet has looked at it yet");
    }

    private static string? Because(LiveObject live) => PodTrouble.Of(live.Resource, live.Now) is { Count: > 0 } troubles ? troubles[0].ToString() : null;
}
