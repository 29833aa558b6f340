using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>What holds for objects of every kind, before anything else is looked at (the conventions of kstatus).</summary>
internal static class EveryKind
{
    public static Verdict? Judge(LiveObject live)
    {
        if (live.Text("metadata", "deletionTimestamp") is { } since) return Terminating(live, since);
        if (live.Resource.Number("status", "observedGeneration") is { } seen && live.Resource.Number("metadata", "generation") is { } generation && seen < generation)
            return Verdict.Waiting($"its controller has not looked at the latest change yet (generation {generation}, seen {seen})");
        if (live.Find("Stalled") is { IsTrue: true } stalled) return Verdict.Failed(stalled.Words, live.Describe);
        return live.Find("Reconciling") is { IsTrue: true } reconciling ? Verdict.Waiting(reconciling.Words) : null;
    }

    private static Verdict Terminating(LiveObject live, string since)
    {
        var refusal = live.Conditions.FirstOrDefault(condition => condition is { Reason: "DeleteFailed", IsTrue: false });
        if (refusal is not null) return Verdict.Failed($"cannot be deleted: {refusal.Message}", live.Describe);
        var finalizers = live.Resource.At("metadata").Items("finalizers").Select(finalizer => finalizer.ToString()).ToList();
        return Verdict.Waiting(finalizers.Count == 0
            ? $"is being deleted since {since}"
            : $"is being deleted since {since}; still to finish: {string.Join(", ", finalizers)}");
    }
}
