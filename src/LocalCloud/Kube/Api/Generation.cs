using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>Counts <c>metadata.generation</c>: it grows when what is wanted changes, not when what is seen does.</summary>
internal static class Generation
{
    public static void Count(ResourceInfo resource, JsonObject before, JsonObject document)
    {
        if (!resource.HasGeneration) return;
        var metadata = Json.Ensure(document, "metadata");
        var last = Json.Number(before, "metadata", "generation") ?? 0;
        metadata["generation"] = SameDesire(resource, before, document) ? last : last + 1;
        if (Json.Number(metadata, "generation") == 0) metadata.Remove("generation");
    }

    private static bool SameDesire(ResourceInfo resource, JsonObject before, JsonObject document)
    {
        foreach (var name in before.Select(pair => pair.Key).Union(document.Select(pair => pair.Key), StringComparer.Ordinal))
        {
            if (name is "metadata" or "apiVersion" or "kind" || (name == "status" && resource.HasStatus)) continue;
            if (!Json.Same(before[name], document[name])) return false;
        }
        // A Deployment's annotations are copied to its replica sets, so they count as desire.
        return resource.GroupResource != "deployments.apps" || Json.Same(Wanted(before), Wanted(document));
    }

    /// <summary>The annotations without what the deployment controller notes there itself.</summary>
    private static JsonObject Wanted(JsonObject deployment) => new(Json.TextMap(deployment, "metadata", "annotations")
        .Where(pair => !pair.Key.StartsWith("deployment.kubernetes.io/", StringComparison.Ordinal))
        .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
