using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class TensorboardRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Tensorboard.tensorboard.kubeflow.org"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Count("readyReplicas") > 0) return Verdict.Ready("its server is ready");
        var state = live.Resource.At("status").Items("conditions").Select(condition => condition.Text("deploymentState")).LastOrDefault(text => text is not null);
        return Verdict.Waiting(state is null ? "its controller has not looked at it yet" : $"its Deployment: {state}");
    }
}
