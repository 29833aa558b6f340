using LocalCloud.Controllers.Kubeflow.Mesh;
using LocalCloud.Kube;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow.Pipelines;

/// <summary>
/// Who asks the Pipelines API, and what they may: the header that the gateway sets, or a service account's token for the
/// audience <see cref="Audience"/>; then the cluster's roles, as a SubjectAccessReview would answer.
/// </summary>
internal sealed class PipelinesIdentity(ClusterView view, KubeCluster cluster, string home)
{
    /// <summary>Audience of the tokens that Pods show.</summary>
    public const string Audience = "pipelines.kubeflow.org";

    /// <summary>Name of the Deployment and of the Service.</summary>
    public const string Workload = "ml-pipeline";

    private ContainerEnvironment? Environment => view.Get(Kinds.Deployment, home, Workload) is { } deployment ? ContainerEnvironment.Of(view, deployment, "ml-pipeline-api-server") : null;

    /// <summary>Several users share the installation; a standalone one has a single user who may do everything.</summary>
    public bool IsMultiUser => Environment?["MULTIUSER"] == "true";

    /// <summary>Version, from the image's tag.</summary>
    public string Version
    {
        get
        {
            var image = Json.Text(Json.Maps(view.Get(Kinds.Deployment, home, Workload), "spec", "template", "spec", "containers").FirstOrDefault(), "image") ?? "";
            return image.LastIndexOf(':') is > 0 and var colon ? image[(colon + 1)..] : "unknown";
        }
    }

    /// <exception cref="PipelinesRefusal">401: nobody is known to ask; 403: they may not.</exception>
    public void Require(MeshCall call, string inNamespace, string verb, string resource)
    {
        if (!IsMultiUser) return;
        var user = UserOf(call);
        if (inNamespace.Length == 0 && verb is "list" or "get") return;
        if (cluster.Authorizer.Allows(user, new AccessRequest { Verb = verb, Group = Audience, Resource = resource, Namespace = inNamespace })) return;
        throw new PipelinesRefusal(403, 7,
            $"Failed to authorize with API: PermissionDenied: User '{user.Name}' is not authorized with reason:  (request: &ResourceAttributes{{Namespace:{inNamespace},Verb:{verb},Group:{Audience},Version:v1beta1,Resource:{resource},Subresource:,Name:,}}): Unauthorized access");
    }

    private UserInfo UserOf(MeshCall call)
    {
        var header = Environment?["KUBEFLOW_USERID_HEADER"] ?? "x-goog-authenticated-user-email";
        var prefix = Environment?["KUBEFLOW_USERID_PREFIX"] ?? "accounts.google.com:";
        if (call.Header(header) is { Length: > 0 } value)
        {
            return value.StartsWith(prefix, StringComparison.Ordinal) ? new UserInfo(value[prefix.Length..], [UserInfo.Authenticated])
                : throw Unauthenticated($"Request header error: user identity value is incorrectly formatted: it must start with '{prefix}'.");
        }

        if (call.Header("authorization") is not { } authorization || !authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            throw Unauthenticated("Request header error: there is no user identity header.");
        return cluster.AccountTokens.Check(authorization["Bearer ".Length..], [Audience])?.User
            ?? throw Unauthenticated($"Review.Status.Authenticated is false: the token is not one of this cluster for the audience {Audience}.");
    }

    private static PipelinesRefusal Unauthenticated(string reason) =>
        new(401, 16, $"Failed to authorize with API: Unauthenticated: Failed to check authorization. User identity is empty in the request header: {reason}");
}
