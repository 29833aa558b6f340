using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class NamespaceRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Namespace"];

    public Verdict? Judge(LiveObject live) => live.Text("status", "phase") switch
    {
        "Active" => Verdict.Ready("active"),
        "Terminating" => Verdict.Waiting("is being deleted"),
        _ => Verdict.Waiting("not active yet"),
    };
}
