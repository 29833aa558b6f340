using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>Conditions and phases that many controllers write alike; the last thing to go by for a kind nobody has written a rule for.</summary>
internal static class CommonConditions
{
    private static readonly string[] Good = ["Ready", "Available", "Healthy", "Programmed", "Accepted", "Established", "Succeeded", "Complete", "Completed", "Deployed", "Synced"];
    private static readonly string[] GoodPhases = ["Ready", "Running", "Active", "Bound", "Available", "Healthy", "Succeeded", "Completed", "Complete"];
    private static readonly string[] BadPhases = ["Failed", "Error", "Lost"];
    private static readonly string[] ComingPhases = ["Pending", "Creating", "Provisioning", "Initializing", "Progressing", "Updating", "NotReady", "Unavailable"];

    public static Verdict? Judge(LiveObject live)
    {
        if (live.Find("Failed") is { IsTrue: true } failed) return Verdict.Failed(failed.Words, live.Describe);
        foreach (var type in Good)
        {
            if (live.Find(type) is { } condition) return Of(condition, live);
        }

        return ByPhase(live);
    }

    /// <summary>The verdict of one condition that is True when all is well; neither False nor Unknown says that waiting is in vain.</summary>
    public static Verdict Of(Condition condition, LiveObject live)
    {
        if (condition.ObservedGeneration is { } seen && live.Resource.Number("metadata", "generation") is { } generation && seen < generation)
            return Verdict.Waiting($"{condition.Type} speaks of generation {seen}, the latest is {generation}");
        return condition.IsTrue ? Verdict.Ready(condition.Message.Length > 0 ? condition.Message : $"{condition.Type} is True") : Verdict.Waiting(condition.Words, live.Describe);
    }

    private static Verdict? ByPhase(LiveObject live)
    {
        var phase = live.Text("status", "phase") ?? live.Text("status", "state");
        if (phase is null) return null;
        var message = live.Text("status", "message") is { Length: > 0 } text ? $"{phase}: {text}" : phase;
        if (Matches(GoodPhases, phase)) return Verdict.Ready(message);
        if (Matches(BadPhases, phase)) return Verdict.Failed(message, live.Describe);
        return Matches(ComingPhases, phase) ? Verdict.Waiting(message) : null;
    }

    private static bool Matches(string[] words, string phase) => words.Contains(phase, StringComparer.OrdinalIgnoreCase);
}
