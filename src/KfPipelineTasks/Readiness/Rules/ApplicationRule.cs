using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>An Application only groups others; those are judged themselves.</summary>
internal sealed class ApplicationRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Application.app.k8s.io"];

    public Verdict? Judge(LiveObject live) => live.Find("Ready") is { } ready ? CommonConditions.Of(ready, live) : Verdict.Ready("there; nobody keeps its status");
}
