using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Apply;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Http.Subresources;

/// <summary>Answers a TokenRequest with a signed token.</summary>
internal static class TokenRequests
{
    private const long DefaultSeconds = 3600;
    private const long MinSeconds = 600;

    private static readonly ResourceInfo Resource = new()
    {
        Group = "authentication.k8s.io", Version = "v1", Plural = "tokenrequests", Singular = "tokenrequest", Kind = "TokenRequest", ListKind = "TokenRequestList",
        Namespaced = true, Type = KindTable.Struct("TokenRequest"),
    };

    public static JsonObject Answer(KubeCluster cluster, StoredObject account, JsonObject request, WriteOptions options)
    {
        request["kind"] = Resource.Kind;
        request["apiVersion"] = Resource.GroupVersion;
        Strictness.Check(Resource, request, options);
        var spec = Json.Ensure(request, "spec");
        Json.Default(spec, "expirationSeconds", DefaultSeconds);
        Json.Default(spec, "audiences", Json.ListOf([ServiceAccountTokens.ApiAudience]));
        var seconds = Json.Number(spec, "expirationSeconds") ?? DefaultSeconds;
        if (seconds < MinSeconds)
            throw ApiErrors.Invalid("authentication.k8s.io", "TokenRequest", "", [StatusCause.Invalid("spec.expirationSeconds", Json.Invariant(seconds), "may not specify a duration less than 10 minutes")]);
        var metadata = new JsonObject { ["name"] = account.Name, ["namespace"] = account.Namespace, ["uid"] = account.Uid, ["creationTimestamp"] = cluster.Now };
        request["metadata"] = metadata;
        var owner = Owners.AfterCreate(Resource, request, options, cluster.Now).Select(one => one with { Subresource = "token" }).ToList();
        ManagedFields.Write(request, owner);
        if (!spec.ContainsKey("boundObjectRef")) spec["boundObjectRef"] = null;
        var (token, expires) = cluster.AccountTokens.Issue(account.Namespace, account.Name, account.Uid, [.. Json.Texts(spec, "audiences")], TimeSpan.FromSeconds(seconds));
        request["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = KubeCluster.TimeText(expires) };
        return request;
    }
}
