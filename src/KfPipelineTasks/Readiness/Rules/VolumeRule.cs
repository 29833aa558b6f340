using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class VolumeRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["PersistentVolume"];

    public Verdict? Judge(LiveObject live) => live.Text("status", "phase") switch
    {
        "Bound" or "Available" or "Released" => Verdict.Ready(live.Text("status", "phase")!.ToLowerInvariant()),
        "Failed" => Verdict.Failed(live.Text("status", "message") ?? live.Text("status", "reason") ?? "its reclaiming failed", live.Describe),
        _ => Verdict.Waiting("not available yet"),
    };
}
