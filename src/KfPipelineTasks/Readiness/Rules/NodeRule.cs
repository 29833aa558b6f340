using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class NodeRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Node"];

    public Verdict? Judge(LiveObject live) => live.Find("Ready") switch
    {
        { IsTrue: true } => Verdict.Ready("ready"),
        { } not => Verdict.Waiting(not.Words, live.Describe),
        null => Verdict.Waiting("its kubelet has not reported yet"),
    };
}
