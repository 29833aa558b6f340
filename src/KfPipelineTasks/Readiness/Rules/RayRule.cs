using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class RayRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["RayCluster.ray.io", "RayService.ray.io", "RayJob.ray.io"];

    public Verdict? Judge(LiveObject live)
    {
        var state = live.Id.Kind switch
        {
            "RayJob" => live.Text("status", "jobStatus") is { Length: > 0 } job ? job : live.Text("status", "jobDeploymentStatus"),
            "RayService" => live.Text("status", "serviceStatus"),
            _ => live.Text("status", "state"),
        };
        var words = live.Text("status", "reason") is { Length: > 0 } reason ? $"{state}: {reason}" : state;
        return state?.ToUpperInvariant() switch
        {
            "READY" or "SUCCEEDED" => Verdict.Ready(words!),
            "RUNNING" when live.Id.Kind == "RayService" => Verdict.Ready("running"),
            "FAILED" or "STOPPED" => Verdict.Failed(words!, live.Describe),
            { Length: > 0 } => Verdict.Waiting(words!),
            _ => live.Find("Ready") is { } ready ? CommonConditions.Of(ready, live) : Verdict.Waiting("its controller has not looked at it yet"),
        };
    }
}
