using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Checks of built-in kinds: what is required, what must fit together, what may not change.</summary>
internal static class Validation
{
    public static void Check(ResourceInfo resource, JsonObject document, JsonObject? before, List<StatusCause> causes)
    {
        if (before is not null) Immutable.Check(resource, document, before, causes);
        switch (resource.GroupResource)
        {
            case "deployments.apps" or "statefulsets.apps" or "daemonsets.apps" or "replicasets.apps": WorkloadValidation.Check(resource, document, causes); break;
            case "jobs.batch": WorkloadValidation.CheckJob(Json.Map(document, "spec") ?? [], "spec", causes); break;
            case "cronjobs.batch": WorkloadValidation.CheckCronJob(document, causes); break;
            case "pods": WorkloadValidation.CheckPodSpec(Json.Map(document, "spec") ?? [], "spec", causes); break;
            case "services": ServiceValidation.Check(document, causes); break;
            case "configmaps": CheckKeys(document, causes, "", "[]", ["data", "binaryData"]); break;
            case "secrets": CheckKeys(document, causes, "", "data", ["data"]); break;
            case "customresourcedefinitions.apiextensions.k8s.io": DefinitionValidation.Check(document, causes); break;
            case "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io": RbacValidation.CheckBinding(resource, document, causes); break;
            case "roles.rbac.authorization.k8s.io" or "clusterroles.rbac.authorization.k8s.io": RbacValidation.CheckRole(resource, document, causes); break;
            case "mutatingwebhookconfigurations.admissionregistration.k8s.io" or "validatingwebhookconfigurations.admissionregistration.k8s.io": WebhookValidation.Check(document, causes); break;
            case "persistentvolumeclaims": CheckClaim(document, causes); break;
        }
    }

    private const int MaxDataBytes = 1024 * 1024;

    private static void CheckKeys(JsonObject document, List<StatusCause> causes, string prefix, string sizeField, string[] members)
    {
        long size = 0;
        foreach (var member in members)
        {
            foreach (var (key, value) in Json.TextMap(document, member))
            {
                if (Names.ConfigKeyProblem(key) is { } problem) causes.Add(StatusCause.Invalid($"{prefix}{member}[{key}]", $"\"{key}\"", problem));
                size += sizeField == "[]" && member == "data" ? System.Text.Encoding.UTF8.GetByteCount(value) : value.Length * 3L / 4;
            }
        }
        if (size > MaxDataBytes) causes.Add(StatusCause.TooLong(sizeField, MaxDataBytes));
    }

    private static void CheckClaim(JsonObject document, List<StatusCause> causes)
    {
        if (Json.List(document, "spec", "accessModes") is not { Count: > 0 }) causes.Add(StatusCause.Required("spec.accessModes", "at least 1 access mode is required"));
        if (Json.At(document, "spec", "resources", "requests", "storage") is null) causes.Add(StatusCause.Required("spec.resources[storage]"));
    }
}
