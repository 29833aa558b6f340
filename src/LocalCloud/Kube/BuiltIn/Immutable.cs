using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Fields of built-in kinds that cannot change once set.</summary>
internal static class Immutable
{
    private const string IsImmutable = "field is immutable";

    public static void Check(ResourceInfo resource, JsonObject document, JsonObject before, List<StatusCause> causes)
    {
        switch (resource.GroupResource)
        {
            case "deployments.apps" or "daemonsets.apps" or "replicasets.apps":
                Same(document, before, causes, IsImmutable, "spec", "selector");
                break;
            case "jobs.batch":
                foreach (var field in new[] { "selector", "template", "completionMode", "podFailurePolicy" }) Same(document, before, causes, IsImmutable, "spec", field);
                if (Json.Text(document, "spec", "completionMode") != "Indexed") Same(document, before, causes, IsImmutable, "spec", "completions");
                break;
            case "statefulsets.apps":
                StatefulSet(document, before, causes);
                break;
            case "services":
                Service(document, before, causes);
                break;
            case "pods":
                Pod(document, before, causes);
                break;
            case "persistentvolumeclaims":
                Claim(document, before, causes);
                break;
            case "secrets" or "configmaps":
                Data(document, before, causes);
                if (resource.Plural == "secrets") Same(document, before, causes, IsImmutable, "type");
                break;
            case "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io":
                Same(document, before, causes, "cannot change roleRef", "roleRef");
                break;
            case "storageclasses.storage.k8s.io":
                StorageClass(document, before, causes);
                break;
            case "priorityclasses.scheduling.k8s.io":
                if (!Json.Same(document["value"], before["value"])) causes.Add(StatusCause.Forbidden("value", "may not be changed in an update."));
                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                Same(document, before, causes, IsImmutable, "spec", "group");
                Same(document, before, causes, IsImmutable, "spec", "scope");
                Same(document, before, causes, IsImmutable, "spec", "names", "plural");
                Same(document, before, causes, IsImmutable, "spec", "names", "kind");
                break;
        }
    }

    private static void Same(JsonObject document, JsonObject before, List<StatusCause> causes, string message, params string[] path)
    {
        var value = Json.At(document, path);
        if (!Json.Same(value, Json.At(before, path))) causes.Add(StatusCause.Invalid(string.Join('.', path), Json.ToText(value), message));
    }

    private static readonly HashSet<string> ChangeableInStatefulSet = new(StringComparer.Ordinal)
    {
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    };

    private static void StatefulSet(JsonObject document, JsonObject before, List<StatusCause> causes)
    {
        if (SameBut(Json.Map(document, "spec"), Json.Map(before, "spec"), ChangeableInStatefulSet)) return;
        causes.Add(StatusCause.Forbidden("spec",
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }

    private static bool SameBut(JsonObject? left, JsonObject? right, HashSet<string> changeable) =>
        (left ?? []).Select(pair => pair.Key).Union((right ?? []).Select(pair => pair.Key), StringComparer.Ordinal)
        .All(name => changeable.Contains(name) || Json.Same(left?[name], right?[name]));

    private static void Service(JsonObject document, JsonObject before, List<StatusCause> causes)
    {
        if (Json.Text(document, "spec", "type") == "ExternalName" || Json.Text(before, "spec", "type") == "ExternalName") return;
        var old = Json.Text(before, "spec", "clusterIP");
        var wanted = Json.Text(document, "spec", "clusterIP");
        if (old is not { Length: > 0 } || wanted == old) return;
        causes.Add(StatusCause.Invalid("spec.clusterIPs[0]", Json.ToText(Json.ListOf([wanted ?? ""])), "may not change once set"));
    }

    private static void Pod(JsonObject document, JsonObject before, List<StatusCause> causes)
    {
        if (Json.Same(Bare(document), Bare(before))) return;
        causes.Add(StatusCause.Forbidden("spec",
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
    }

    /// <summary>The spec without what may change: images, tolerations, the deadline, and the node that a binding sets.</summary>
    private static JsonObject Bare(JsonObject pod)
    {
        var spec = (JsonObject)(Json.Map(pod, "spec")?.DeepClone() ?? new JsonObject());
        foreach (var container in PodDefaults.Containers(spec))
        {
            container.Remove("image");
            container.Remove("resources");
        }
        foreach (var name in new[] { "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName", "schedulingGates", "ephemeralContainers" }) spec.Remove(name);
        return spec;
    }

    private static void Claim(JsonObject document, JsonObject before, List<StatusCause> causes)
    {
        HashSet<string> changeable = new(StringComparer.Ordinal) { "resources", "volumeAttributesClassName", "volumeName" };
        // A claim without a class may be given the default one later.
        if (Json.Text(before, "spec", "storageClassName") is null) changeable.Add("storageClassName");
        if (SameBut(Json.Map(document, "spec"), Json.Map(before, "spec"), changeable)) return;
        causes.Add(StatusCause.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
    }

    private static void Data(JsonObject document, JsonObject before, List<StatusCause> causes)
    {
        if (Json.Flag(before, "immutable") != true) return;
        if (Json.Flag(document, "immutable") != true) causes.Add(StatusCause.Forbidden("immutable", "field is immutable when `immutable` is set"));
        foreach (var name in new[] { "data", "binaryData" })
            if (!Json.Same(document[name], before[name])) causes.Add(StatusCause.Forbidden(name, "field is immutable when `immutable` is set"));
    }

    private static void StorageClass(JsonObject document, JsonObject before, List<StatusCause> causes)
    {
        foreach (var name in new[] { "parameters", "provisioner", "reclaimPolicy", "volumeBindingMode" })
            if (!Json.Same(document[name], before[name])) causes.Add(StatusCause.Forbidden(name, $"updates to {name} are forbidden."));
    }
}
