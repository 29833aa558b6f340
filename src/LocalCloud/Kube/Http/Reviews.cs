using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Apply;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http;

/// <summary>Questions in the form of objects: who am I, may I, is this token good. They are answered, not stored.</summary>
internal static class Reviews
{
    public static bool Handles(ResourceInfo resource) => resource.Group is "authorization.k8s.io" or "authentication.k8s.io";

    public static JsonObject Answer(KubeCluster cluster, ResourceInfo resource, JsonObject review, string @namespace, UserInfo user, WriteOptions options)
    {
        review["apiVersion"] = resource.GroupVersion;
        review["kind"] = resource.Kind;
        Strictness.Check(resource, review, options);
        Strictness.DropUnknown(review, resource.Type);
        review.Remove("status");
        ManagedFields.Write(review, Owners.AfterCreate(resource, review, options, cluster.Now));
        var spec = Json.Map(review, "spec") ?? [];
        review["status"] = resource.Kind switch
        {
            "SelfSubjectAccessReview" => Access(cluster, user, spec),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(cluster, Subject(spec), spec),
            "SelfSubjectRulesReview" => Rules(cluster, user, Json.Text(spec, "namespace") ?? @namespace),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = Describe(user) },
            _ => Token(cluster, spec),
        };
        return review;
    }

    private static UserInfo Subject(JsonObject spec) => new(Json.Text(spec, "user") ?? "", [.. Json.Texts(spec, "groups")], Json.Text(spec, "uid") ?? "");

    private static JsonObject Access(KubeCluster cluster, UserInfo user, JsonObject spec)
    {
        AccessRequest request;
        if (Json.Map(spec, "resourceAttributes") is { } resource)
            request = new AccessRequest
            {
                Verb = Json.Text(resource, "verb") ?? "", Group = Json.Text(resource, "group") ?? "", Resource = Json.Text(resource, "resource") ?? "",
                Subresource = Json.Text(resource, "subresource") ?? "", Namespace = Json.Text(resource, "namespace") ?? "", Name = Json.Text(resource, "name") ?? "",
            };
        else if (Json.Map(spec, "nonResourceAttributes") is { } path)
            request = new AccessRequest { Verb = Json.Text(path, "verb") ?? "", Path = Json.Text(path, "path") ?? "" };
        else
            throw ApiErrors.Invalid("authorization.k8s.io", "SelfSubjectAccessReview", "", [StatusCause.Invalid("spec.resourceAttributes", "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified")]);
        return new JsonObject { ["allowed"] = cluster.Authorizer.Allows(user, request) };
    }

    private static JsonObject Rules(KubeCluster cluster, UserInfo user, string @namespace)
    {
        var resources = new JsonArray();
        var paths = new JsonArray();
        if (user.IsMaster)
        {
            resources.Add(new JsonObject { ["verbs"] = Json.ListOf(["*"]), ["apiGroups"] = Json.ListOf(["*"]), ["resources"] = Json.ListOf(["*"]) });
            paths.Add(new JsonObject { ["verbs"] = Json.ListOf(["*"]), ["nonResourceURLs"] = Json.ListOf(["*"]) });
        }
        foreach (var rule in cluster.Authorizer.RulesFor(user, @namespace))
            (rule.ContainsKey("nonResourceURLs") ? paths : resources).Add(rule.DeepClone());
        return new JsonObject { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private static JsonObject Describe(UserInfo user)
    {
        var described = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0) described["uid"] = user.Uid;
        described["groups"] = Json.ListOf(user.Groups);
        return described;
    }

    private static JsonObject Token(KubeCluster cluster, JsonObject spec)
    {
        var token = Json.Text(spec, "token") ?? "";
        var asked = Json.Texts(spec, "audiences").ToList();
        if (cluster.AccountTokens.Check(token, asked) is { } account)
            return new JsonObject { ["authenticated"] = true, ["user"] = Describe(account.User), ["audiences"] = Json.ListOf(account.Audiences) };
        if (asked.Count is 0 && cluster.Tokens.Find(token) is { } user)
            return new JsonObject { ["authenticated"] = true, ["user"] = Describe(user), ["audiences"] = Json.ListOf([ServiceAccountTokens.ApiAudience]) };
        return new JsonObject { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token, token lookup failed]" };
    }
}
