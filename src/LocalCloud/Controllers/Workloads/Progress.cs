using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>
/// The condition <c>Progressing</c> of a Deployment: <c>NewReplicaSetAvailable</c> at the end of a roll-out,
/// <c>ReplicaSetUpdated</c> on the way, <c>ProgressDeadlineExceeded</c> when nothing has moved for too long.
/// </summary>
internal static class Progress
{
    private const string Condition = "Progressing";
    private const string Done = "NewReplicaSetAvailable";
    private const string TooLate = "ProgressDeadlineExceeded";

    /// <summary>A new ReplicaSet: the clock of the deadline starts again.</summary>
    public static void Restart(JsonObject status, string reason, string message, string now)
    {
        Conditions.Set(status, Condition, true, reason, message, now, updateTime: true);
        Touch(status, now);
    }

    public static void Say(JsonObject status, JsonObject? before, JsonObject deployment, string set, DateTimeOffset now)
    {
        var known = Find(status);
        if (Seconds(deployment) is not { } deadline) return;
        var settled = Json.Text(known, "reason") == Done && Number(status, "replicas") == Number(status, "updatedReplicas");
        if (settled) return;
        var stamp = ClusterView.StampOf(now);
        if (IsComplete(status, deployment))
        {
            Conditions.Set(status, Condition, true, Done, $"ReplicaSet \"{set}\" has successfully progressed.", stamp, updateTime: true);
            Touch(status, stamp);
        }
        else if (HasMoved(status, before))
        {
            Conditions.Set(status, Condition, true, "ReplicaSetUpdated", $"ReplicaSet \"{set}\" is progressing.", stamp, updateTime: true);
            Touch(status, stamp);
        }
        else if (Json.Text(known, "reason") != TooLate && LastMove(known) is { } last && last.AddSeconds(deadline) <= now)
        {
            Conditions.Set(status, Condition, false, TooLate, $"ReplicaSet \"{set}\" has timed out progressing.", stamp, updateTime: true);
        }
    }

    /// <summary>When the patience ends; null when there is no end to it, or it has ended, or there is nothing to wait for.</summary>
    public static DateTimeOffset? Deadline(JsonObject deployment)
    {
        var known = Conditions.Find(deployment, Condition);
        if (known is null || Json.Text(known, "reason") is Done or TooLate) return null;
        return Seconds(deployment) is { } seconds && LastMove(known) is { } last ? last.AddSeconds(seconds) : null;
    }

    /// <summary>2^31-1 seconds is how clients say "no deadline".</summary>
    private static long? Seconds(JsonObject deployment) =>
        (Json.Number(deployment, "spec", "progressDeadlineSeconds") ?? 600) is var seconds && seconds == int.MaxValue ? null : seconds;

    private static bool IsComplete(JsonObject status, JsonObject deployment)
    {
        var wanted = Json.Number(deployment, "spec", "replicas") ?? 1;
        return Number(status, "updatedReplicas") == wanted && Number(status, "replicas") == wanted && Number(status, "availableReplicas") == wanted;
    }

    private static bool HasMoved(JsonObject status, JsonObject? before) =>
        Number(status, "updatedReplicas") > Number(before, "updatedReplicas")
        || Number(status, "replicas") - Number(status, "updatedReplicas") < Number(before, "replicas") - Number(before, "updatedReplicas")
        || Number(status, "readyReplicas") > Number(before, "readyReplicas")
        || Number(status, "availableReplicas") > Number(before, "availableReplicas");

    private static DateTimeOffset? LastMove(JsonObject? condition) => ClusterView.TimeAt(condition, "lastUpdateTime");

    private static JsonObject? Find(JsonObject status) => Json.Maps(status, "conditions").FirstOrDefault(condition => Json.Text(condition, "type") == Condition);

    private static void Touch(JsonObject status, string now)
    {
        if (Find(status) is { } condition) condition["lastUpdateTime"] = now;
    }

    private static long Number(JsonObject? status, string name) => Json.Number(status, name) ?? 0;
}
