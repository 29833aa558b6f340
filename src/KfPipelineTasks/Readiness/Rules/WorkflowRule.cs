using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class WorkflowRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Workflow.argoproj.io"];

    public Verdict? Judge(LiveObject live)
    {
        var message = live.Text("status", "message") is { Length: > 0 } text ? $": {text}" : "";
        return live.Text("status", "phase") switch
        {
            "Succeeded" => Verdict.Ready($"succeeded{message}"),
            "Failed" or "Error" => Verdict.Failed($"{live.Text("status", "phase")}{message}", live.Describe),
            { Length: > 0 } phase => Verdict.Waiting($"{phase}, {live.Text("status", "progress") ?? "0/0"} steps done{message}"),
            _ => Verdict.Waiting("its controller has not looked at it yet"),
        };
    }
}
