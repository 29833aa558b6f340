using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Pods;

/// <summary>Puts a Pod's status together from its containers.</summary>
internal static class PodStatus
{
    /// <summary>The first status on a Node: everything still to be made.</summary>
    public static void Begin(JsonObject status, JsonObject pod, string hostIp, string stamp)
    {
        status["phase"] = "Pending";
        status["startTime"] = stamp;
        status["hostIP"] = hostIp;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostIp });
        var initial = Json.Maps(pod, "spec", "initContainers").ToList();
        var reason = initial.Count > 0 ? "PodInitializing" : "ContainerCreating";
        SetEntries(status, "initContainerStatuses", initial.Select(container => ContainerStates.Status(pod, container, ContainerStates.Waiting("PodInitializing"), false, false, 0, null)));
        SetEntries(status, "containerStatuses", Json.Maps(pod, "spec", "containers").Select(container => ContainerStates.Status(pod, container, ContainerStates.Waiting(reason), false, false, 0, null)));
        SetConditions(status, pod, isStarted: false, stamp);
    }

    public static void SetEntries(JsonObject status, string name, IEnumerable<JsonObject> entries)
    {
        var list = new JsonArray([.. entries]);
        if (list.Count > 0) status[name] = list;
    }

    /// <summary>Phase and conditions, as they follow from the containers.</summary>
    public static void Conclude(JsonObject status, JsonObject pod, string stamp)
    {
        var entries = Json.Maps(status, "containerStatuses").ToList();
        status["phase"] = Phase(pod, entries);
        SetConditions(status, pod, isStarted: true, stamp);
    }

    private static string Phase(JsonObject pod, List<JsonObject> entries)
    {
        var policy = Json.Text(pod, "spec", "restartPolicy") ?? "Always";
        if (policy != "Always" && entries.All(entry => Json.At(entry, "state", "terminated") is not null))
            return entries.All(entry => Json.Number(entry, "state", "terminated", "exitCode") == 0) ? "Succeeded" : "Failed";
        var neverStarted = entries.Any(entry => Json.At(entry, "state", "waiting") is not null && Json.Map(entry, "lastState") is not { Count: > 0 });
        return neverStarted ? "Pending" : "Running";
    }

    private static void SetConditions(JsonObject status, JsonObject pod, bool isStarted, string stamp)
    {
        var unready = Json.Maps(status, "containerStatuses").Where(entry => Json.Flag(entry, "ready") is not true).Select(entry => Json.Text(entry, "name")).ToList();
        var isDone = Json.Text(status, "phase") is "Succeeded";
        var isReady = isStarted && unready.Count == 0;
        var (reason, message) = isReady ? (null, null)
            : isDone ? ("PodCompleted", null)
            : ("ContainersNotReady", (string?)$"containers with unready status: [{string.Join(' ', unready)}]");
        Conditions.Set(status, "PodReadyToStartContainers", isStarted && Json.Text(status, "phase") is not ("Succeeded" or "Failed"), null, null, stamp);
        if (isStarted || Json.List(pod, "spec", "initContainers") is not { Count: > 0 } initial) Conditions.Set(status, "Initialized", true, isDone ? "PodCompleted" : null, null, stamp);
        else Conditions.Set(status, "Initialized", false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', initial.Select(container => Json.Text(container, "name")))}]", stamp);
        Conditions.Set(status, "Ready", isReady, reason, message, stamp);
        Conditions.Set(status, "ContainersReady", isReady, reason, message, stamp);
    }
}
