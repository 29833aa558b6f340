using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class ClaimRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["PersistentVolumeClaim"];

    public Verdict? Judge(LiveObject live) => live.Text("status", "phase") switch
    {
        "Bound" => Verdict.Ready($"bound to {live.Text("spec", "volumeName")}"),
        "Lost" => Verdict.Failed($"its volume {live.Text("spec", "volumeName")} is gone", live.Describe),
        // Many storage classes wait for the first Pod that uses a claim: then this is not what holds things up.
        _ => Verdict.Waiting(live.Text("spec", "storageClassName") is { } storage ? $"not bound yet (storage class {storage})" : "not bound yet, and it names no storage class", live.Describe),
    };
}
