using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>What the rules of workloads share.</summary>
internal static class Replicas
{
    /// <summary>Adds to a verdict that is waiting or failed what the workload's Pods say, when they are at hand: <c>1 of 3 ready; Pod x, container main: ImagePullBackOff</c>.</summary>
    public static Verdict Explained(this Verdict verdict, LiveObject workload)
    {
        if (verdict.State is not (State.Waiting or State.Failed)) return verdict;
        var troubles = PodTrouble.PodsOf(workload.Resource, workload.Around).SelectMany(pod => PodTrouble.Of(pod, workload.Now)).ToList();
        if (troubles.Count == 0) return verdict;
        var worst = troubles.OrderByDescending(trouble => trouble.IsLasting).ThenByDescending(trouble => trouble.Restarts).First();
        var more = troubles.Count == 1 ? "" : $" (and {troubles.Count - 1} more like it)";
        var explained = verdict with { Because = $"{verdict.Because.TrimEnd('.')}; {worst}{more}", Next = verdict.Next ?? worst.LookFurther(workload.Id.Namespace) };
        return verdict.State == State.Waiting ? explained with { RetriedAfter = RetriedAfter(workload) } : explained;
    }

    // Pods of the template before may fail as they like: they are on their way out. A Job counts its failures itself.
    private static TimeSpan? RetriedAfter(LiveObject workload)
    {
        var pods = PodTrouble.PodsOf(workload.Resource, workload.Around);
        var newest = pods.MaxBy(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal);
        var troubles = pods.Where(pod => TemplateOf(pod) == TemplateOf(newest!)).SelectMany(pod => PodTrouble.Of(pod, workload.Now))
            .Where(trouble => !(trouble.HasEarlierRun && workload.Id.Kind == "Job")).ToList();
        var lasting = troubles.Where(trouble => trouble.IsLasting).Select(trouble => trouble.RetriedAfter).OfType<TimeSpan>().ToList();
        return lasting.Count > 0 ? lasting.Max() : troubles.Select(trouble => trouble.RetriedAfter).FirstOrDefault(after => after is not null);
    }

    private static string? TemplateOf(Resource pod) => pod.Label("pod-template-hash") ?? pod.Label("controller-revision-hash");

    /// <summary>Pods that cannot be made: a quota, an admission webhook, a missing service account.</summary>
    public static Verdict? CannotMakePods(LiveObject workload) =>
        workload.Find("ReplicaFailure") is { IsTrue: true } failure ? Verdict.Waiting($"its Pods cannot be made: {failure.Words}", workload.Describe) : null;

    public static string Of(long have, long want, string what) => $"{have} of {want} {what}";
}
