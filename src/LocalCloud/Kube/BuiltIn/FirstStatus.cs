using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>The status that a new object has before any controller has seen it, and what else only the server sets at birth.</summary>
internal static class FirstStatus
{
    public static void Set(ResourceInfo resource, JsonObject document)
    {
        switch (resource.GroupResource)
        {
            case "namespaces":
                Json.Ensure(document, "spec")["finalizers"] = Json.ListOf(["kubernetes"]);
                document["status"] = new JsonObject { ["phase"] = "Active" };
                break;
            case "pods":
                document["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QosClass.Of(Json.Map(document, "spec")) };
                break;
            case "services" or "ingresses.networking.k8s.io":
                document["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
                break;
            case "persistentvolumeclaims" or "persistentvolumes":
                document["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
            case "statefulsets.apps":
                document["status"] = Zeros("availableReplicas", "replicas");
                break;
            case "replicasets.apps" or "replicationcontrollers":
                document["status"] = Zeros("replicas");
                break;
            case "daemonsets.apps":
                document["status"] = Zeros("currentNumberScheduled", "desiredNumberScheduled", "numberMisscheduled", "numberReady");
                break;
            case "poddisruptionbudgets.policy":
                document["status"] = Zeros("currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods");
                break;
            case "horizontalpodautoscalers.autoscaling":
                document["status"] = Zeros("desiredReplicas");
                break;
            case "deployments.apps" or "jobs.batch" or "cronjobs.batch" or "resourcequotas" or "apiservices.apiregistration.k8s.io":
                document["status"] = new JsonObject();
                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                document["status"] = Definition(document);
                break;
        }
        if (resource.GroupResource == "jobs.batch") JobSelector.Set(document);
    }

    private static JsonObject Zeros(params string[] names) => new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(0L))));

    private static JsonObject Definition(JsonObject document) => new()
    {
        ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
        ["storedVersions"] = Json.ListOf(Json.Maps(document, "spec", "versions").Where(version => Json.Flag(version, "storage") == true).Select(version => Json.Text(version, "name") ?? "")),
    };
}
