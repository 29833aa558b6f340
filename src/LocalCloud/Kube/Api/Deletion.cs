using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>When is an object that is being deleted gone?</summary>
internal static class Deletion
{
    public static bool IsComplete(ResourceInfo resource, JsonObject document)
    {
        if (Json.At(document, "metadata", "deletionTimestamp") is null) return false;
        if (Json.List(document, "metadata", "finalizers") is { Count: > 0 }) return false;
        if (resource.GroupResource == "namespaces" && Json.List(document, "spec", "finalizers") is { Count: > 0 }) return false;
        return (Json.Number(document, "metadata", "deletionGracePeriodSeconds") ?? 0) == 0;
    }
}
