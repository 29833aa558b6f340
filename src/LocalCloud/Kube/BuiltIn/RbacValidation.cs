using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Checks of roles and bindings.</summary>
internal static class RbacValidation
{
    public static void CheckBinding(ResourceInfo resource, JsonObject document, List<StatusCause> causes)
    {
        string[] kinds = resource.Namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
        var kind = Json.Text(document, "roleRef", "kind") ?? "";
        if (!kinds.Contains(kind, StringComparer.Ordinal)) causes.Add(StatusCause.NotSupported("roleRef.kind", $"\"{kind}\"", kinds));
        if (Json.Text(document, "roleRef", "name") is not { Length: > 0 }) causes.Add(StatusCause.Required("roleRef.name"));
        var index = 0;
        foreach (var subject in Json.Maps(document, "subjects"))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"subjects[{index++}]");
            if (Json.Text(subject, "name") is not { Length: > 0 }) causes.Add(StatusCause.Required($"{place}.name"));
            if (!resource.Namespaced && Json.Text(subject, "kind") == "ServiceAccount" && Json.Text(subject, "namespace") is not { Length: > 0 }) causes.Add(StatusCause.Required($"{place}.namespace"));
        }
    }

    public static void CheckRole(ResourceInfo resource, JsonObject document, List<StatusCause> causes)
    {
        var index = 0;
        foreach (var rule in Json.Maps(document, "rules"))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"rules[{index++}]");
            if (Json.List(rule, "verbs") is not { Count: > 0 }) causes.Add(StatusCause.Required($"{place}.verbs", "verbs must contain at least one value"));
            var urls = Json.List(rule, "nonResourceURLs") is { Count: > 0 };
            if (urls && resource.Namespaced) causes.Add(StatusCause.Invalid($"{place}.nonResourceURLs", Json.ToText(rule["nonResourceURLs"]), "namespaced rules cannot apply to non-resource URLs"));
            if (urls) continue;
            if (Json.List(rule, "apiGroups") is not { Count: > 0 }) causes.Add(StatusCause.Required($"{place}.apiGroups", "resource rules must supply at least one api group"));
            if (Json.List(rule, "resources") is not { Count: > 0 }) causes.Add(StatusCause.Required($"{place}.resources", "resource rules must supply at least one resource"));
        }
    }
}
