using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class ApiServiceRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["APIService.apiregistration.k8s.io"];

    public Verdict? Judge(LiveObject live) => live.Find("Available") switch
    {
        { IsTrue: true } => Verdict.Ready("its API is available"),
        { } not => Verdict.Waiting(not.Words, live.Describe),
        null => Verdict.Waiting("the aggregator has not looked at it yet"),
    };
}
