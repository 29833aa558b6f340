using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>An autoscaler without metrics yet holds nobody up: its workload has the replicas it was given.</summary>
internal sealed class AutoscalerRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["HorizontalPodAutoscaler.autoscaling"];

    public Verdict? Judge(LiveObject live) => live.Find("AbleToScale") is { IsFalse: true } cannot
        ? Verdict.Waiting(cannot.Words, live.Describe)
        : Verdict.Ready(live.Find("ScalingActive") is { IsFalse: true } idle ? $"there, without effect so far: {idle.Words}" : "there");
}
