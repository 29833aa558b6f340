using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>Cells of Pods.</summary>
internal static class PodCells
{
    public static string Ready(JsonObject pod)
    {
        var ready = Json.Maps(pod, "status", "containerStatuses").Count(status => Json.Flag(status, "ready") == true);
        return $"{ready}/{Json.List(pod, "spec", "containers")?.Count ?? 0}";
    }

    public static string Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = Json.Maps(pod, "status", "containerStatuses").ToList();
        var restarts = statuses.Sum(status => Json.Number(status, "restartCount") ?? 0);
        var last = statuses.Select(status => Json.Text(status, "lastState", "terminated", "finishedAt")).OfType<string>().Order(StringComparer.Ordinal).LastOrDefault();
        return restarts > 0 && last is not null ? $"{restarts} ({Ages.Since(last, now)} ago)" : $"{restarts}";
    }

    public static string Status(JsonObject pod)
    {
        if (Json.At(pod, "metadata", "deletionTimestamp") is not null) return Json.Text(pod, "status", "reason") == "NodeLost" ? "Unknown" : "Terminating";
        var init = InitProblem(pod);
        if (init is not null) return init;
        foreach (var status in Json.Maps(pod, "status", "containerStatuses"))
        {
            if (Json.Text(status, "state", "waiting", "reason") is { Length: > 0 } waiting) return waiting;
            if (Json.Map(status, "state", "terminated") is { } ended)
                return Json.Text(ended, "reason") is { Length: > 0 } reason ? reason : $"ExitCode:{Json.Number(ended, "exitCode") ?? 0}";
        }
        return Json.Text(pod, "status", "reason") ?? Json.Text(pod, "status", "phase") ?? "";
    }

    private static string? InitProblem(JsonObject pod)
    {
        var statuses = Json.Maps(pod, "status", "initContainerStatuses").ToList();
        for (var i = 0; i < statuses.Count; i++)
        {
            if (Json.Map(statuses[i], "state", "terminated") is { } ended && (Json.Number(ended, "exitCode") ?? 0) == 0) continue;
            if (Json.Flag(statuses[i], "started") == true) continue;
            return Json.Text(statuses[i], "state", "waiting", "reason") is { Length: > 0 } reason and not "PodInitializing" ? $"Init:{reason}" : $"Init:{i}/{statuses.Count}";
        }
        return null;
    }
}
