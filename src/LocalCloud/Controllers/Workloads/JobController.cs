using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>Pods that run to their end, a number of times, or fail too often.</summary>
internal sealed class JobController(ClusterView view, EventRecorder events) : IController
{
    public string Name => "job-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Job),
        Watch.Owned(Kinds.Pod, Kinds.Job),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } job || ClusterView.IsBeingDeleted(job)) return default;
        if (IsFinished(job)) return new(ForgetLater(job));
        var pods = view.Children(job, Kinds.Pod).ToList();
        var failed = pods.Count(pod => Pods.Phase(pod) == "Failed");
        var succeeded = pods.Count(pod => Pods.Phase(pod) == "Succeeded");
        if (Failure(job, pods, failed) is { } failure) return new(Finish(job, pods, "Failed", failure.Reason, failure.Message));
        if (succeeded >= Completions(job)) return new(Finish(job, pods, "Complete", "CompletionsReached", "Reached expected number of succeeded pods"));
        if (Json.Flag(job, "spec", "suspend") ?? false) return new(Suspend(job, pods));
        var refusal = Start(job, pods, succeeded);
        SetCounts(view.Get(key) ?? job);
        if (refusal is not null) throw refusal;
        return new(Deadline(view.Get(key) ?? job) is { } deadline ? Later(deadline) : null);
    }

    private ApiException? Start(JsonObject job, List<JsonObject> pods, int succeeded)
    {
        var active = pods.Count(Pods.IsActive);
        var wanted = Math.Min(Json.Number(job, "spec", "parallelism") ?? 1, Completions(job) - succeeded);
        try
        {
            for (; active < wanted; active++)
            {
                var name = Names.Free($"{ClusterView.Name(job)}-", taken => view.Get(Kinds.Pod, ClusterView.Namespace(job), taken) is not null);
                view.Create(Name, Pods.From(job, Json.Map(job, "spec", "template") ?? [], name));
                events.Normal(Name, job, "SuccessfulCreate", $"Created pod: {name}");
            }

            return null;
        }
        catch (ApiException refusal) when (refusal.Code is not (404 or 409))
        {
            events.Warning(Name, job, "FailedCreate", $"Error creating: {refusal.Message}");
            return refusal;
        }
    }

    private (string Reason, string Message)? Failure(JsonObject job, List<JsonObject> pods, int failed)
    {
        // With restartPolicy OnFailure the Pod stays and its container restarts: those restarts count too.
        var restarts = pods.Where(Pods.IsActive).Sum(Pods.Restarts);
        if (failed + restarts > (Json.Number(job, "spec", "backoffLimit") ?? 6)) return ("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        return Deadline(job) is { } deadline && deadline <= view.Now ? ("DeadlineExceeded", "Job was active longer than specified deadline") : null;
    }

    private TimeSpan? Finish(JsonObject job, List<JsonObject> pods, string condition, string reason, string message)
    {
        foreach (var pod in pods.Where(Pods.IsActive)) view.Delete(ClusterView.KeyOf(pod), uid: ClusterView.Uid(pod));
        var first = condition == "Complete" ? "SuccessCriteriaMet" : "FailureTarget";
        var done = view.EditStatus(Name, job, status =>
        {
            Counts(status, job, pods.Where(pod => !Pods.IsActive(pod)).ToList());
            Conditions.Set(status, first, true, reason, message, view.Stamp);
            Conditions.Set(status, condition, true, reason, message, view.Stamp);
            if (condition == "Complete") status["completionTime"] = view.Stamp;
        });
        if (condition == "Complete") events.Normal(Name, job, "Completed", "Job completed");
        else events.Warning(Name, job, reason, message);
        return ForgetLater(done);
    }

    private TimeSpan? Suspend(JsonObject job, List<JsonObject> pods)
    {
        foreach (var pod in pods.Where(Pods.IsActive)) view.Delete(ClusterView.KeyOf(pod), uid: ClusterView.Uid(pod));
        view.EditStatus(Name, job, status =>
        {
            Counts(status, job, pods.Where(pod => !Pods.IsActive(pod)).ToList());
            status.Remove("startTime");
            Conditions.Set(status, "Suspended", true, "JobSuspended", "Job suspended", view.Stamp);
        });
        return null;
    }

    private void SetCounts(JsonObject job)
    {
        var pods = view.Children(job, Kinds.Pod).ToList();
        view.EditStatus(Name, job, status =>
        {
            Counts(status, job, pods);
            if (Conditions.Find(job, "Suspended") is not null) Conditions.Set(status, "Suspended", false, "JobResumed", "Job resumed", view.Stamp);
        });
    }

    private void Counts(JsonObject status, JsonObject job, List<JsonObject> pods)
    {
        Json.Default(status, "startTime", view.Stamp);
        ReplicaSetController.Count(status, "active", pods.Count(Pods.IsActive));
        ReplicaSetController.Count(status, "ready", pods.Count(pod => Pods.IsActive(pod) && Pods.IsReady(pod)), always: true);
        ReplicaSetController.Count(status, "terminating", pods.Count(pod => ClusterView.IsBeingDeleted(pod) && Pods.Phase(pod) is not ("Succeeded" or "Failed")), always: true);
        ReplicaSetController.Count(status, "succeeded", pods.Count(pod => Pods.Phase(pod) == "Succeeded"));
        ReplicaSetController.Count(status, "failed", pods.Count(pod => Pods.Phase(pod) == "Failed"));
        status["uncountedTerminatedPods"] = new JsonObject();
    }

    private TimeSpan? ForgetLater(JsonObject job)
    {
        if (Json.Number(job, "spec", "ttlSecondsAfterFinished") is not { } seconds) return null;
        var finished = ClusterView.TimeAt(Conditions.Find(job, "Complete") ?? Conditions.Find(job, "Failed"), "lastTransitionTime") ?? view.Now;
        var left = finished.AddSeconds(seconds) - view.Now;
        if (left > TimeSpan.Zero) return left;
        view.Delete(ClusterView.KeyOf(job), "Background", uid: ClusterView.Uid(job));
        return null;
    }

    private TimeSpan Later(DateTimeOffset moment) => moment > view.Now ? moment - view.Now : TimeSpan.Zero;

    private static DateTimeOffset? Deadline(JsonObject job) =>
        Json.Number(job, "spec", "activeDeadlineSeconds") is { } seconds && ClusterView.TimeAt(job, "status", "startTime") is { } start ? start.AddSeconds(seconds) : null;

    private static long Completions(JsonObject job) => Json.Number(job, "spec", "completions") ?? 1;

    internal static bool IsFinished(JsonObject job) => Conditions.IsTrue(job, "Complete") || Conditions.IsTrue(job, "Failed");
}
