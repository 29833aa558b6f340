using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>Finds out why a Pod does not do its work: what the scheduler, the kubelet and the last runs of its containers say.</summary>
public static class PodTrouble
{
    private static readonly TimeSpan TimeToSchedule = TimeSpan.FromSeconds(15);

    // What no waiting mends: something has to be changed. (apply.md of kstatus and kubelet's own reasons)
    private static readonly string[] Lasting =
    [
        "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
    ];

    private static readonly string[] Usual = ["ContainerCreating", "PodInitializing"];

    /// <summary>The troubles of a Pod, the weightiest first; none for a Pod that does its work or is simply on its way.</summary>
    /// <param name="now">A Pod that cannot be scheduled is given fifteen seconds: an autoscaler or a volume may just be coming.</param>
    public static IReadOnlyList<ContainerTrouble> Of(Resource pod, DateTimeOffset now) =>
        [.. Scheduling(pod, now).Concat(Containers(pod)).OrderByDescending(trouble => trouble.IsLasting).ThenByDescending(trouble => trouble.Restarts)];

    /// <summary>The Pods of a workload out of a list of Pods: those its selector selects, in its namespace.</summary>
    public static IReadOnlyList<Resource> PodsOf(Resource workload, IReadOnlyList<Resource> among)
    {
        var selector = (workload.At("spec", "selector", "matchLabels") ?? (workload.Id.Kind is "ReplicationController" ? workload.At("spec", "selector") : null)).Texts();
        return selector.Count == 0
            ? []
            : [.. among.Where(pod => pod.Id is { Group: "", Kind: "Pod" } && pod.Id.Namespace == workload.Id.Namespace && selector.All(pair => pod.Label(pair.Key) == pair.Value))];
    }

    private static IEnumerable<ContainerTrouble> Scheduling(Resource pod, DateTimeOffset now)
    {
        var scheduled = pod.At("status").Items("conditions").Select(Condition.Of).FirstOrDefault(condition => condition is { Type: "PodScheduled", IsFalse: true, Reason: "Unschedulable" });
        if (scheduled is not null)
            yield return new ContainerTrouble(pod.Id.Name, "", "Unschedulable", scheduled.Message, null, 0, scheduled.Since is { } since && now - since >= TimeToSchedule, false);
    }

    private static IEnumerable<ContainerTrouble> Containers(Resource pod) =>
        pod.At("status").Items("initContainerStatuses").Concat(pod.At("status").Items("containerStatuses")).Select(status => Look(pod.Id.Name, status)).OfType<ContainerTrouble>();

    private static ContainerTrouble? Look(string pod, JsonElement status)
    {
        var name = status.Text("name") ?? "";
        var restarts = (int)(status.Number("restartCount") ?? 0);
        var earlier = status.Member("lastState").Member("terminated");
        if (status.Member("state").Member("waiting") is { } waiting)
        {
            var reason = waiting.Text("reason") ?? "Waiting";
            if (Usual.Contains(reason) && restarts == 0) return null;
            return new ContainerTrouble(pod, name, Cause(reason, earlier), waiting.Text("message") ?? "", Code(earlier), restarts, Lasting.Contains(reason), earlier is not null);
        }

        if (status.Member("state").Member("terminated") is { } ended && Code(ended) is not (null or 0))
            return new ContainerTrouble(pod, name, ended.Text("reason") ?? "Error", (ended.Text("message") ?? "").Trim(), Code(ended), restarts, false, earlier is not null);
        // It runs again, but has not become ready since: say what ended it before.
        var isReady = status.Member("ready") is { ValueKind: JsonValueKind.True };
        return !isReady && earlier is { } last && Code(last) is not (null or 0)
            ? new ContainerTrouble(pod, name, last.Text("reason") ?? "Error", (last.Text("message") ?? "").Trim(), Code(last), restarts, false, true)
            : null;
    }

    // "CrashLoopBackOff" only says that it was started again; why it ended is the better word beside it.
    private static string Cause(string reason, JsonElement? earlier) =>
        reason == "CrashLoopBackOff" && earlier.Text("reason") is { } why and not ("Error" or "Completed") ? $"{reason} after {why}" : reason;

    private static int? Code(JsonElement? ended) => ended is { } found ? (int?)found.Number("exitCode") : null;
}
