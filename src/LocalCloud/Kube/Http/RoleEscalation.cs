using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http;

/// <summary>Nobody may grant rights that they do not have.</summary>
internal static class RoleEscalation
{
    private const string Rbac = "rbac.authorization.k8s.io";

    public static void Check(KubeCluster cluster, ResourceInfo resource, JsonObject document, string @namespace, UserInfo user)
    {
        if (resource.Group != Rbac || user.IsMaster) return;
        var name = Json.Text(document, "metadata", "name") ?? "";
        var special = resource.Plural is "roles" or "clusterroles" ? "escalate" : "bind";
        var target = special == "bind" ? (Json.Text(document, "roleRef", "kind") == "Role" ? "roles" : "clusterroles") : resource.Plural;
        if (cluster.Authorizer.Allows(user, new AccessRequest { Verb = special, Group = Rbac, Resource = target, Namespace = @namespace, Name = special == "bind" ? Json.Text(document, "roleRef", "name") ?? "" : name })) return;
        var missing = Granted(cluster, resource, document, @namespace).Where(rule => !Covered(cluster, rule, @namespace, user)).ToList();
        if (missing.Count == 0) return;
        throw ApiErrors.Forbidden(resource, name,
            $"user \"{user.Name}\" (groups=[{string.Join(" ", user.Groups.Select(group => $"\"{group}\""))}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', missing.Select(Show))}");
    }

    private static IEnumerable<JsonObject> Granted(KubeCluster cluster, ResourceInfo resource, JsonObject document, string @namespace)
    {
        if (resource.Plural is "roles" or "clusterroles") return Json.Maps(document, "rules");
        var role = Json.Text(document, "roleRef", "name") ?? "";
        var stored = Json.Text(document, "roleRef", "kind") == "Role"
            ? cluster.Store.Get("roles." + Rbac, @namespace, role)
            : cluster.Store.Get("clusterroles." + Rbac, null, role);
        return stored is null ? [] : Json.Maps(stored.Parse(), "rules").ToList();
    }

    private static bool Covered(KubeCluster cluster, JsonObject rule, string @namespace, UserInfo user)
    {
        foreach (var verb in Json.Texts(rule, "verbs"))
        {
            foreach (var path in Json.Texts(rule, "nonResourceURLs"))
                if (!cluster.Authorizer.Allows(user, new AccessRequest { Verb = verb, Path = path })) return false;
            foreach (var group in Json.Texts(rule, "apiGroups"))
                foreach (var full in Json.Texts(rule, "resources"))
                {
                    var parts = full.Split('/', 2);
                    var names = Json.Texts(rule, "resourceNames").DefaultIfEmpty("");
                    if (names.Any(name => !cluster.Authorizer.Allows(user, new AccessRequest { Verb = verb, Group = group, Resource = parts[0], Subresource = parts.ElementAtOrDefault(1) ?? "", Namespace = @namespace, Name = name })))
                        return false;
                }
        }
        return true;
    }

    private static string Show(JsonObject rule) =>
        $"{{{string.Join(", ", new[] { ("APIGroups", "apiGroups"), ("Resources", "resources"), ("ResourceNames", "resourceNames"), ("NonResourceURLs", "nonResourceURLs"), ("Verbs", "verbs") }
            .Where(pair => rule.ContainsKey(pair.Item2))
            .Select(pair => $"{pair.Item1}:[{string.Join(" ", Json.Texts(rule, pair.Item2).Select(text => $"\"{text}\""))}]"))}}}";
}
