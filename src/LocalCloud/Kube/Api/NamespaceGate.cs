using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>New objects need a namespace that is there to stay.</summary>
internal sealed class NamespaceGate(ObjectStore store)
{
    public void RequireForCreate(ResourceInfo resource, string @namespace, string name)
    {
        var space = store.Get("namespaces", null, @namespace)
            ?? throw new ApiException(404, "NotFound", $"namespaces \"{@namespace}\" not found", ApiErrors.Details(@namespace, "", "namespaces"));
        if (!space.IsDeleting) return;
        throw ApiErrors.Forbidden(resource, name, $"unable to create new content in namespace {@namespace} because it is being terminated",
            new StatusCause("NamespaceTerminating", $"namespace {@namespace} is being terminated", "metadata.namespace"));
    }

    public IReadOnlyDictionary<string, string> LabelsOf(string @namespace) =>
        store.Get("namespaces", null, @namespace)?.Labels ?? ImmutableDictionary<string, string>.Empty;

    /// <summary>Makes the namespaces that every cluster has.</summary>
    public static JsonObject New(string name, string uid, string now) => new()
    {
        ["kind"] = "Namespace",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = uid, ["creationTimestamp"] = now, ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
        ["spec"] = new JsonObject { ["finalizers"] = Json.ListOf(["kubernetes"]) },
        ["status"] = new JsonObject { ["phase"] = "Active" },
    };
}
