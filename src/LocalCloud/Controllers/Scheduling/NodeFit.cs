using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Scheduling;

/// <summary>Whether a Pod may stand on a Node: selectors, required node affinity, taints.</summary>
internal static class NodeFit
{
    /// <summary>Whether <c>nodeSelector</c> and the required node affinity choose the Node.</summary>
    public static bool Selects(JsonObject podSpec, JsonObject node)
    {
        var labels = Selectors.LabelsOf(node);
        if (!Selectors.Contains(Json.TextMap(podSpec, "nodeSelector"), labels)) return false;
        var terms = Json.Maps(podSpec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").ToList();
        return terms.Count == 0 || terms.Any(term => Holds(term, labels, ClusterView.Name(node)));
    }

    /// <summary>The first taint that keeps the Pod away, or null.</summary>
    public static JsonObject? UntoleratedTaint(JsonObject podSpec, JsonObject node)
    {
        var tolerations = Json.Maps(podSpec, "tolerations").ToList();
        return Taints(node).FirstOrDefault(taint => Json.Text(taint, "effect") is "NoSchedule" or "NoExecute" && !tolerations.Any(toleration => Tolerates(toleration, taint)));
    }

    private static IEnumerable<JsonObject> Taints(JsonObject node)
    {
        var taints = Json.Maps(node, "spec", "taints");
        return Json.Flag(node, "spec", "unschedulable") is true
            ? taints.Append(new JsonObject { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" })
            : taints;
    }

    private static bool Tolerates(JsonObject toleration, JsonObject taint)
    {
        if (Json.Text(toleration, "effect") is { Length: > 0 } effect && effect != Json.Text(taint, "effect")) return false;
        var key = Json.Text(toleration, "key") ?? "";
        var exists = Json.Text(toleration, "operator") == "Exists";
        if (key.Length == 0) return exists;
        return key == Json.Text(taint, "key") && (exists || (Json.Text(toleration, "value") ?? "") == (Json.Text(taint, "value") ?? ""));
    }

    private static bool Holds(JsonObject term, IReadOnlyDictionary<string, string> labels, string name)
    {
        var fields = new Dictionary<string, string> { ["metadata.name"] = name };
        return Json.Maps(term, "matchExpressions").All(expression => Selectors.Holds(expression, labels))
            && Json.Maps(term, "matchFields").All(expression => Selectors.Holds(expression, fields));
    }
}
