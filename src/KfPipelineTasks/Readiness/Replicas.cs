using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>What the rules of workloads share.</summary>
internal static class Replicas
{
    /// <summary>Adds to a waiting verdict what the workload's Pods say, when they are at hand: <c>1 of 3 ready; Pod x, container main: ImagePullBackOff</c>.</summary>
    public static Verdict Explained(this Verdict verdict, LiveObject workload)
    {
        if (verdict.State != State.Waiting) return verdict;
        var troubles = PodTrouble.PodsOf(workload.Resource, workload.Around).SelectMany(pod => PodTrouble.Of(pod, workload.Now)).ToList();
        if (troubles.Count == 0) return verdict;
        var worst = troubles.OrderByDescending(trouble => trouble.IsLasting).ThenByDescending(trouble => trouble.Restarts).First();
        var more = troubles.Count == 1 ? "" : $" (and {troubles.Count - 1} more like it)";
        return verdict with { Because = $"{verdict.Because}; {worst}{more}", Next = verdict.Next ?? worst.LookFurther(workload.Id.Namespace) };
    }

    /// <summary>Pods that cannot be made: a quota, an admission webhook, a missing service account.</summary>
    public static Verdict? CannotMakePods(LiveObject workload) =>
        workload.Find("ReplicaFailure") is { IsTrue: true } failure ? Verdict.Waiting($"its Pods cannot be made: {failure.Words}", workload.Describe) : null;

    public static string Of(long have, long want, string what) => $"{have} of {want} {what}";
}
