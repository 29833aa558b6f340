using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>What a workload wants to know of its Pods, and how it makes one.</summary>
internal static class Pods
{
    public static string Phase(JsonNode pod) => Json.Text(pod, "status", "phase") ?? "Pending";

    /// <summary>Neither finished nor being deleted.</summary>
    public static bool IsActive(JsonNode pod) => Phase(pod) is not ("Succeeded" or "Failed") && !ClusterView.IsBeingDeleted(pod);

    public static bool IsReady(JsonNode pod) => Conditions.IsTrue(pod, "Ready");

    /// <summary>When the Pod has been ready long enough: its ready time plus <paramref name="minReadySeconds"/>; null when it is not ready.</summary>
    public static DateTimeOffset? AvailableAt(JsonNode pod, long minReadySeconds) =>
        IsReady(pod) && ClusterView.TimeAt(Conditions.Find(pod, "Ready"), "lastTransitionTime") is { } since ? since.AddSeconds(minReadySeconds) : null;

    public static bool IsAvailable(JsonNode pod, long minReadySeconds, DateTimeOffset now) => AvailableAt(pod, minReadySeconds) is { } at && at <= now;

    public static long Restarts(JsonNode pod) => Json.Maps(pod, "status", "containerStatuses").Sum(container => Json.Number(container, "restartCount") ?? 0);

    /// <summary>A Pod of a template, owned by the workload.</summary>
    public static JsonObject From(JsonObject owner, JsonObject template, string name)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = ClusterView.Namespace(owner) };
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations", "finalizers"])
        {
            if (Json.At(template, "metadata", field) is { } value) metadata[field] = value.DeepClone();
        }

        metadata["ownerReferences"] = new JsonArray(Owner.Reference(owner));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = Json.Map(template, "spec")?.DeepClone() ?? new JsonObject(),
        };
    }

    /// <summary>Takes in objects that the selector chooses and nobody manages, as after a deletion that left orphans.</summary>
    public static void Adopt(ClusterView view, string actor, JsonObject owner, GroupKind kind)
    {
        if (Json.Map(owner, "spec", "selector") is not { Count: > 0 } selector) return;
        foreach (var stray in view.Select(kind, ClusterView.Namespace(owner), selector))
        {
            if (Owner.Of(stray) is not null || ClusterView.IsBeingDeleted(stray)) continue;
            view.Edit(actor, stray, copy =>
            {
                var metadata = Json.Ensure(copy, "metadata");
                if (metadata["ownerReferences"] is not JsonArray owners) metadata["ownerReferences"] = owners = [];
                owners.Add((JsonNode)Owner.Reference(owner));
            });
        }
    }

    /// <summary>The order in which surplus Pods go: those that do the least, the youngest first.</summary>
    public static IEnumerable<JsonObject> InOrderOfLoss(IEnumerable<JsonObject> pods) => pods
        .OrderBy(pod => Json.Text(pod, "spec", "nodeName") is { Length: > 0 })
        .ThenBy(pod => Phase(pod) switch { "Pending" => 0, "Unknown" => 1, _ => 2 })
        .ThenBy(IsReady)
        .ThenBy(DeletionCost)
        .ThenByDescending(Restarts)
        .ThenByDescending(pod => Json.Text(pod, "metadata", "creationTimestamp"), StringComparer.Ordinal)
        .ThenByDescending(ClusterView.Name, StringComparer.Ordinal);

    private static long DeletionCost(JsonObject pod) =>
        long.TryParse(ClusterView.Annotation(pod, "controller.kubernetes.io/pod-deletion-cost"), out var cost) ? cost : 0;
}
