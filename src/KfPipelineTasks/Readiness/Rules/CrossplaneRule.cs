using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class CrossplaneRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["*.crossplane.io", "*.upbound.io"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Find("Synced") is { IsFalse: true } not) return Verdict.Waiting(not.Words, live.Describe);
        return live.Find("Healthy") is { IsTrue: false } sick ? Verdict.Waiting(sick.Words, live.Describe) : null;
    }
}
