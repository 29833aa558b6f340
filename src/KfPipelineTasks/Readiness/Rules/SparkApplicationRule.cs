using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class SparkApplicationRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["SparkApplication.sparkoperator.k8s.io"];

    public Verdict? Judge(LiveObject live)
    {
        var state = live.Text("status", "applicationState", "state");
        var words = live.Text("status", "applicationState", "errorMessage") is { Length: > 0 } error ? $"{state}: {error}" : state;
        return state switch
        {
            "COMPLETED" => Verdict.Ready("completed"),
            "FAILED" or "SUBMISSION_FAILED" or "INVALIDATING" => Verdict.Failed(words!, live.Describe),
            { Length: > 0 } => Verdict.Waiting(words!),
            _ => Verdict.Waiting("its controller has not looked at it yet"),
        };
    }
}
