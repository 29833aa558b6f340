using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Auth;

/// <summary>Role-based access control, from the roles and bindings of the cluster.</summary>
internal sealed class Authorizer(ObjectStore store)
{
    private const string Group = ".rbac.authorization.k8s.io";
    private readonly Lock _gate = new();
    private Snapshot? _snapshot;

    private sealed record Grant(IReadOnlyList<JsonObject> Subjects, string Namespace, IReadOnlyList<JsonObject> Rules);

    private sealed record Snapshot(object Roles, object ClusterRoles, object Bindings, object ClusterBindings, IReadOnlyList<Grant> Grants);

    /// <summary>May the user do this?</summary>
    public bool Allows(UserInfo user, AccessRequest request)
    {
        if (user.IsMaster) return true;
        if (ForEveryone(user, request)) return true;
        return GrantsFor(user, request.Namespace).Any(grant => grant.Rules.Any(rule => Matches(rule, request)));
    }

    /// <summary>Every rule that holds for the user in a namespace.</summary>
    public IEnumerable<JsonObject> RulesFor(UserInfo user, string @namespace) => GrantsFor(user, @namespace).SelectMany(grant => grant.Rules);

    private IEnumerable<Grant> GrantsFor(UserInfo user, string @namespace) =>
        Current().Where(grant => (grant.Namespace.Length == 0 || grant.Namespace == @namespace) && grant.Subjects.Any(subject => Is(user, subject, grant.Namespace)));

    /// <summary>What the system roles for discovery and self reviews give.</summary>
    private static bool ForEveryone(UserInfo user, AccessRequest request)
    {
        if (request.Path.Length > 0)
        {
            if (request.Path is "/healthz" or "/livez" or "/readyz" or "/version" or "/version/") return true;
            return user.Groups.Contains(UserInfo.Authenticated) && request.Verb == "get"
                && (request.Path is "/api" or "/apis" or "/openapi" || IsBelow(request.Path, "/api/") || IsBelow(request.Path, "/apis/") || IsBelow(request.Path, "/openapi/"));
        }
        return user.Groups.Contains(UserInfo.Authenticated) && request.Verb == "create"
            && ((request.Group == "authorization.k8s.io" && request.Resource is "selfsubjectaccessreviews" or "selfsubjectrulesreviews")
                || (request.Group == "authentication.k8s.io" && request.Resource == "selfsubjectreviews"));
    }

    private static bool IsBelow(string path, string root) => path.StartsWith(root, StringComparison.Ordinal);

    private static bool Is(UserInfo user, JsonObject subject, string home) => Json.Text(subject, "kind") switch
    {
        "User" => Json.Text(subject, "name") == user.Name,
        "Group" => Json.Text(subject, "name") is { } name && user.Groups.Contains(name),
        "ServiceAccount" => $"system:serviceaccount:{Json.Text(subject, "namespace") ?? home}:{Json.Text(subject, "name")}" == user.Name,
        _ => false,
    };

    /// <summary>Does a policy rule cover the request?</summary>
    public static bool Matches(JsonObject rule, AccessRequest request)
    {
        if (!Has(rule, "verbs", request.Verb)) return false;
        if (request.Path.Length > 0)
            return Json.Texts(rule, "nonResourceURLs").Any(url => url == "*" || url == request.Path || (url.EndsWith('*') && request.Path.StartsWith(url[..^1], StringComparison.Ordinal)));
        if (!Has(rule, "apiGroups", request.Group)) return false;
        var resource = request.Subresource.Length > 0 ? $"{request.Resource}/{request.Subresource}" : request.Resource;
        var anyOfThem = request.Subresource.Length > 0 ? $"*/{request.Subresource}" : "*";
        if (!Json.Texts(rule, "resources").Any(one => one == "*" || one == resource || one == anyOfThem)) return false;
        return Json.List(rule, "resourceNames") is not { Count: > 0 } || Json.Texts(rule, "resourceNames").Contains(request.Name, StringComparer.Ordinal);
    }

    private static bool Has(JsonObject rule, string member, string value) => Json.Texts(rule, member).Any(one => one == "*" || one == value);

    private IReadOnlyList<Grant> Current()
    {
        var roles = store.Snapshot("roles" + Group);
        var clusterRoles = store.Snapshot("clusterroles" + Group);
        var bindings = store.Snapshot("rolebindings" + Group);
        var clusterBindings = store.Snapshot("clusterrolebindings" + Group);
        lock (_gate)
        {
            if (_snapshot is { } known && ReferenceEquals(known.Roles, roles) && ReferenceEquals(known.ClusterRoles, clusterRoles)
                && ReferenceEquals(known.Bindings, bindings) && ReferenceEquals(known.ClusterBindings, clusterBindings)) return known.Grants;
        }
        var grants = bindings.Values.Concat(clusterBindings.Values).Select(binding => Read(binding, roles, clusterRoles)).OfType<Grant>().ToList();
        lock (_gate) _snapshot = new(roles, clusterRoles, bindings, clusterBindings, grants);
        return grants;
    }

    private static Grant? Read(StoredObject stored, ImmutableSortedDictionary<string, StoredObject> roles, ImmutableSortedDictionary<string, StoredObject> clusterRoles)
    {
        var binding = stored.Parse();
        var name = Json.Text(binding, "roleRef", "name") ?? "";
        var role = Json.Text(binding, "roleRef", "kind") == "Role" ? roles.GetValueOrDefault($"{stored.Namespace}/{name}") : clusterRoles.GetValueOrDefault(name);
        return role is null ? null : new([.. Json.Maps(binding, "subjects")], stored.Namespace, [.. Json.Maps(role.Parse(), "rules")]);
    }
}
