using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>Jobs whose conditions are a history: the last one that is True is where they stand.</summary>
internal sealed class TrainingJobRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds =>
    [
        "PyTorchJob.kubeflow.org", "TFJob.kubeflow.org", "MPIJob.kubeflow.org", "XGBoostJob.kubeflow.org", "MXJob.kubeflow.org", "PaddleJob.kubeflow.org", "JAXJob.kubeflow.org",
        "Experiment.kubeflow.org", "Trial.kubeflow.org", "Suggestion.kubeflow.org", "TrainJob.trainer.kubeflow.org", "JobSet.jobset.x-k8s.io",
    ];

    public Verdict? Judge(LiveObject live)
    {
        var conditions = live.Conditions.Where(condition => condition.IsTrue).ToList();
        if (conditions.FirstOrDefault(condition => condition.Type is "Failed") is { } failed) return Verdict.Failed(failed.Words, live.Describe);
        if (conditions.FirstOrDefault(condition => condition.Type is "Succeeded" or "Complete" or "Completed") is { } done) return Verdict.Ready(done.Words);
        if (conditions.FirstOrDefault(condition => condition.Type is "Suspended") is { } suspended) return Verdict.Waiting(suspended.Words);
        // A suggestion serves an experiment for as long as it runs.
        if (live.Id.Kind == "Suggestion" && conditions.FirstOrDefault(condition => condition.Type == "Running") is { } running) return Verdict.Ready(running.Words);
        return Verdict.Waiting(conditions.Count > 0 ? conditions[^1].Words : "its controller has not looked at it yet");
    }
}
