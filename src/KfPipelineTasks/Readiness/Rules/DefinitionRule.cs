using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class DefinitionRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["CustomResourceDefinition.apiextensions.k8s.io"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Find("NamesAccepted") is { IsFalse: true } taken) return Verdict.Failed($"its names are taken: {taken.Words}", live.Describe);
        return live.Find("Established") switch
        {
            { IsTrue: true } => Verdict.Ready("its kind is served"),
            { } not => Verdict.Waiting(not.Words),
            null => Verdict.Waiting("the API server has not looked at it yet"),
        };
    }
}
