using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class InferenceServiceRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["InferenceService.serving.kserve.io"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Text("status", "modelStatus", "transitionStatus") is "BlockedByFailedLoad" or "InvalidSpec")
            return Verdict.Failed($"the model does not load: {Failure(live)}", live.Describe);
        return live.Find("Ready") switch
        {
            { IsTrue: true } => Verdict.Ready(live.Text("status", "url") is { } url ? $"ready at {url}" : "ready"),
            // Until its parts are there, Ready is False for many reasons that pass.
            { } not => Verdict.Waiting(Parts(live) is { Length: > 0 } parts ? parts : not.Words, live.Describe),
            null => Verdict.Waiting("kserve has not looked at it yet"),
        };
    }

    private static string Failure(LiveObject live) =>
        live.Text("status", "modelStatus", "lastFailureInfo", "message") ?? live.Text("status", "modelStatus", "lastFailureInfo", "reason") ?? live.Text("status", "modelStatus", "transitionStatus")!;

    private static string Parts(LiveObject live) =>
        string.Join("; ", live.Conditions.Where(condition => condition is { IsTrue: false, Type: not "Ready" }).Select(condition => $"{condition.Type}: {condition.Words}"));
}
