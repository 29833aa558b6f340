using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>Starts a Job whenever the schedule says so, and forgets old ones. Times are UTC.</summary>
internal sealed class CronJobController(ClusterView view, EventRecorder events) : IController
{
    public string Name => "cronjob-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.CronJob),
        Watch.Owned(Kinds.Job, Kinds.CronJob),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } cron || ClusterView.IsBeingDeleted(cron)) return default;
        var jobs = view.Children(cron, Kinds.Job).ToList();
        Forget(jobs, "Complete", Json.Number(cron, "spec", "successfulJobsHistoryLimit") ?? 3);
        Forget(jobs, "Failed", Json.Number(cron, "spec", "failedJobsHistoryLimit") ?? 1);
        if (CronSchedule.Parse(Json.Text(cron, "spec", "schedule") ?? "") is not { } schedule) return new(SetStatus(cron, jobs, null));
        var last = ClusterView.TimeAt(cron, "status", "lastScheduleTime") ?? ClusterView.TimeAt(cron, "metadata", "creationTimestamp") ?? view.Now;
        var due = schedule.Next(last);
        var started = due <= view.Now && !(Json.Flag(cron, "spec", "suspend") ?? false) ? Latest(schedule, due.Value) : (DateTimeOffset?)null;
        if (started is { } moment && MayStart(cron, jobs)) Start(cron, moment);
        SetStatus(view.Get(key) ?? cron, view.Children(cron, Kinds.Job).ToList(), started);
        return new(schedule.Next(view.Now) - view.Now);
    }

    /// <summary>Of the times that were missed, the last one counts.</summary>
    private DateTimeOffset Latest(CronSchedule schedule, DateTimeOffset due)
    {
        while (schedule.Next(due) is { } next && next <= view.Now) due = next;
        return due;
    }

    private bool MayStart(JsonObject cron, List<JsonObject> jobs)
    {
        var running = jobs.Where(job => !JobController.IsFinished(job)).ToList();
        switch (Json.Text(cron, "spec", "concurrencyPolicy"))
        {
            case "Forbid":
                return running.Count == 0;
            case "Replace":
                foreach (var job in running) view.Delete(ClusterView.KeyOf(job), "Background");
                return true;
            default:
                return true;
        }
    }

    private void Start(JsonObject cron, DateTimeOffset moment)
    {
        var name = $"{ClusterView.Name(cron)}-{moment.ToUnixTimeSeconds() / 60}";
        if (view.Get(Kinds.Job, ClusterView.Namespace(cron), name) is not null) return;
        var template = Json.Map(cron, "spec", "jobTemplate");
        view.Create(Name, new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = ClusterView.Namespace(cron),
                ["labels"] = Json.Map(template, "metadata", "labels")?.DeepClone(),
                ["annotations"] = Json.Map(template, "metadata", "annotations")?.DeepClone(),
                ["ownerReferences"] = new JsonArray(Owner.Reference(cron)),
            },
            ["spec"] = Json.Map(template, "spec")?.DeepClone(),
        });
        events.Normal(Name, cron, "SuccessfulCreate", $"Created job {name}");
    }

    private TimeSpan? SetStatus(JsonObject cron, List<JsonObject> jobs, DateTimeOffset? started)
    {
        view.EditStatus(Name, cron, status =>
        {
            if (started is { } moment) status["lastScheduleTime"] = ClusterView.StampOf(moment);
            var done = jobs.Where(job => Conditions.IsTrue(job, "Complete")).Select(job => Json.Text(job, "status", "completionTime")).Max(StringComparer.Ordinal);
            if (done is not null) status["lastSuccessfulTime"] = done;
            var active = jobs.Where(job => !JobController.IsFinished(job)).Select(Reference).ToArray<JsonNode>();
            if (active.Length == 0) status.Remove("active");
            else status["active"] = new JsonArray(active);
        });
        return null;
    }

    private static JsonObject Reference(JsonObject job) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["name"] = ClusterView.Name(job),
        ["namespace"] = ClusterView.Namespace(job),
        ["uid"] = ClusterView.Uid(job),
    };

    private void Forget(List<JsonObject> jobs, string condition, long keep)
    {
        var done = jobs.Where(job => Conditions.IsTrue(job, condition)).OrderBy(job => Json.Text(job, "status", "startTime"), StringComparer.Ordinal).ToList();
        foreach (var job in done.Take((int)Math.Max(0, done.Count - keep))) view.Delete(ClusterView.KeyOf(job), "Background");
    }
}
