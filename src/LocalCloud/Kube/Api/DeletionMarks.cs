using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>What else changes on an object when its deletion begins.</summary>
internal static class DeletionMarks
{
    public static void Set(ResourceInfo resource, JsonObject document, string now)
    {
        if (resource.GroupResource == "namespaces") Json.Ensure(document, "status")["phase"] = "Terminating";
        if (resource.GroupResource == "customresourcedefinitions.apiextensions.k8s.io") MarkDefinition(document, now);
    }

    private static void MarkDefinition(JsonObject document, string now)
    {
        var metadata = Json.Ensure(document, "metadata");
        var finalizers = Json.Texts(metadata, "finalizers").ToList();
        if (!finalizers.Contains("customresourcecleanup.apiextensions.k8s.io", StringComparer.Ordinal)) finalizers.Add("customresourcecleanup.apiextensions.k8s.io");
        metadata["finalizers"] = Json.ListOf(finalizers);
        var status = Json.Ensure(document, "status");
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        conditions.Add(new JsonObject
        {
            ["type"] = "Terminating", ["status"] = "True", ["lastTransitionTime"] = now, ["reason"] = "InstanceDeletionPending",
            ["message"] = "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
        });
    }
}
