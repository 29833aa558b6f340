using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>What the server fills in for built-in kinds.</summary>
internal static class Defaults
{
    public static void Apply(ResourceInfo resource, JsonObject document)
    {
        switch (resource.GroupResource)
        {
            case "pods": PodDefaults.Pod(Json.Ensure(document, "spec")); break;
            case "podtemplates": PodDefaults.Template(document); break;
            case "deployments.apps": Deployment(Json.Ensure(document, "spec")); break;
            case "statefulsets.apps": StatefulSet(Json.Ensure(document, "spec")); break;
            case "daemonsets.apps": DaemonSet(Json.Ensure(document, "spec")); break;
            case "replicasets.apps" or "replicationcontrollers": ReplicaSet(document); break;
            case "jobs.batch": Job(Json.Ensure(document, "spec")); break;
            case "cronjobs.batch": CronJob(Json.Ensure(document, "spec")); break;
            case "services": ServiceDefaults.Apply(Json.Ensure(document, "spec")); break;
            case "secrets": Json.Default(document, "type", "Opaque"); break;
            case "endpoints": Endpoints(document); break;
            case "endpointslices.discovery.k8s.io": EndpointSlice(document); break;
            case "persistentvolumeclaims": Claim(document); break;
            case "persistentvolumes": Volume(Json.Ensure(document, "spec")); break;
            case "storageclasses.storage.k8s.io": StorageClass(document); break;
            case "csidrivers.storage.k8s.io": CsiDriver(Json.Ensure(document, "spec")); break;
            case "networkpolicies.networking.k8s.io": NetworkPolicy(Json.Ensure(document, "spec")); break;
            case "ingressclasses.networking.k8s.io": IngressClass(document); break;
            case "horizontalpodautoscalers.autoscaling": Autoscaler(resource, Json.Ensure(document, "spec")); break;
            case "mutatingwebhookconfigurations.admissionregistration.k8s.io" or "validatingwebhookconfigurations.admissionregistration.k8s.io": WebhookDefaults.Apply(document); break;
            case "validatingadmissionpolicies.admissionregistration.k8s.io": WebhookDefaults.Policy(document); break;
            case "customresourcedefinitions.apiextensions.k8s.io": Definition(document); break;
            case "apiservices.apiregistration.k8s.io" when Json.Map(document, "spec", "service") is { } service: Json.Default(service, "port", 443L); break;
            case "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io": Binding(document); break;
            case "priorityclasses.scheduling.k8s.io": Json.Default(document, "preemptionPolicy", "PreemptLowerPriority"); break;
        }
    }

    private static void Deployment(JsonObject spec)
    {
        Json.Default(spec, "replicas", 1L);
        var strategy = Json.Ensure(spec, "strategy");
        Json.Default(strategy, "type", "RollingUpdate");
        if (Json.Text(strategy, "type") == "RollingUpdate")
        {
            var rolling = Json.Ensure(strategy, "rollingUpdate");
            Json.Default(rolling, "maxUnavailable", "25%");
            Json.Default(rolling, "maxSurge", "25%");
        }
        Json.Default(spec, "revisionHistoryLimit", 10L);
        Json.Default(spec, "progressDeadlineSeconds", 600L);
        PodDefaults.Template(spec);
    }

    private static void StatefulSet(JsonObject spec)
    {
        Json.Default(spec, "replicas", 1L);
        Json.Default(spec, "podManagementPolicy", "OrderedReady");
        Json.Default(spec, "revisionHistoryLimit", 10L);
        var strategy = Json.Ensure(spec, "updateStrategy");
        Json.Default(strategy, "type", "RollingUpdate");
        if (Json.Text(strategy, "type") == "RollingUpdate") Json.Default(Json.Ensure(strategy, "rollingUpdate"), "partition", 0L);
        var retention = Json.Ensure(spec, "persistentVolumeClaimRetentionPolicy");
        Json.Default(retention, "whenDeleted", "Retain");
        Json.Default(retention, "whenScaled", "Retain");
        foreach (var claim in Json.Maps(spec, "volumeClaimTemplates"))
        {
            Json.Default(claim, "apiVersion", "v1");
            Json.Default(claim, "kind", "PersistentVolumeClaim");
            Claim(claim);
            Json.Default(Json.Ensure(claim, "status"), "phase", "Pending");
        }
        PodDefaults.Template(spec);
    }

    private static void DaemonSet(JsonObject spec)
    {
        var strategy = Json.Ensure(spec, "updateStrategy");
        Json.Default(strategy, "type", "RollingUpdate");
        if (Json.Text(strategy, "type") == "RollingUpdate")
        {
            var rolling = Json.Ensure(strategy, "rollingUpdate");
            Json.Default(rolling, "maxUnavailable", 1L);
            Json.Default(rolling, "maxSurge", 0L);
        }
        Json.Default(spec, "revisionHistoryLimit", 10L);
        PodDefaults.Template(spec);
    }

    private static void ReplicaSet(JsonObject document)
    {
        var spec = Json.Ensure(document, "spec");
        Json.Default(spec, "replicas", 1L);
        if (Json.Map(spec, "template", "metadata", "labels") is { Count: > 0 } labels)
            Json.Default(Json.Ensure(document, "metadata"), "labels", labels.DeepClone());
        PodDefaults.Template(spec);
    }

    private static void Job(JsonObject spec)
    {
        if (!spec.ContainsKey("completions") && !spec.ContainsKey("parallelism")) spec["completions"] = 1L;
        Json.Default(spec, "parallelism", 1L);
        if (!spec.ContainsKey("backoffLimitPerIndex")) Json.Default(spec, "backoffLimit", 6L);
        Json.Default(spec, "completionMode", "NonIndexed");
        Json.Default(spec, "suspend", false);
        Json.Default(spec, "manualSelector", false);
        Json.Default(spec, "podReplacementPolicy", spec.ContainsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        PodDefaults.Template(spec);
    }

    private static void CronJob(JsonObject spec)
    {
        Json.Default(spec, "concurrencyPolicy", "Allow");
        Json.Default(spec, "suspend", false);
        Json.Default(spec, "successfulJobsHistoryLimit", 3L);
        Json.Default(spec, "failedJobsHistoryLimit", 1L);
        PodDefaults.Template(Json.Ensure(Json.Ensure(spec, "jobTemplate"), "spec"));
    }

    private static void Endpoints(JsonObject document)
    {
        foreach (var port in Json.Maps(document, "subsets").SelectMany(subset => Json.Maps(subset, "ports"))) Json.Default(port, "protocol", "TCP");
    }

    private static void EndpointSlice(JsonObject document)
    {
        foreach (var port in Json.Maps(document, "ports"))
        {
            Json.Default(port, "name", "");
            Json.Default(port, "protocol", "TCP");
        }
    }

    private static void Claim(JsonObject claim) => Json.Default(Json.Ensure(claim, "spec"), "volumeMode", "Filesystem");

    private static void Volume(JsonObject spec)
    {
        Json.Default(spec, "persistentVolumeReclaimPolicy", "Retain");
        Json.Default(spec, "volumeMode", "Filesystem");
    }

    private static void StorageClass(JsonObject document)
    {
        Json.Default(document, "reclaimPolicy", "Delete");
        Json.Default(document, "volumeBindingMode", "Immediate");
    }

    private static void CsiDriver(JsonObject spec)
    {
        Json.Default(spec, "attachRequired", true);
        Json.Default(spec, "podInfoOnMount", false);
        Json.Default(spec, "storageCapacity", false);
        Json.Default(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        Json.Default(spec, "volumeLifecycleModes", Json.ListOf(["Persistent"]));
        Json.Default(spec, "requiresRepublish", false);
        Json.Default(spec, "seLinuxMount", false);
    }

    private static void NetworkPolicy(JsonObject spec)
    {
        if (!spec.ContainsKey("policyTypes")) spec["policyTypes"] = Json.ListOf(spec.ContainsKey("egress") ? ["Ingress", "Egress"] : ["Ingress"]);
        foreach (var rule in Json.Maps(spec, "ingress").Concat(Json.Maps(spec, "egress")))
            foreach (var port in Json.Maps(rule, "ports")) Json.Default(port, "protocol", "TCP");
    }

    private static void IngressClass(JsonObject document)
    {
        if (Json.Map(document, "spec", "parameters") is { } parameters) Json.Default(parameters, "scope", "Cluster");
    }

    private static void Autoscaler(ResourceInfo resource, JsonObject spec)
    {
        Json.Default(spec, "minReplicas", 1L);
        if (resource.Version == "v1" || Json.List(spec, "metrics") is { Count: > 0 }) return;
        spec["metrics"] = new JsonArray(new JsonObject
        {
            ["type"] = "Resource",
            ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80L } },
        });
    }

    private static void Definition(JsonObject document)
    {
        var spec = Json.Ensure(document, "spec");
        var names = Json.Ensure(spec, "names");
        if (Json.Text(names, "kind") is { } kind)
        {
            Json.Default(names, "singular", kind.ToLowerInvariant());
            Json.Default(names, "listKind", kind + "List");
        }
        var conversion = Json.Ensure(spec, "conversion");
        Json.Default(conversion, "strategy", "None");
        if (Json.Map(conversion, "webhook", "clientConfig", "service") is { } service) Json.Default(service, "port", 443L);
        if (Json.Map(document, "status") is { } status && !status.ContainsKey("conditions")) status["conditions"] = null;
    }

    private static void Binding(JsonObject document)
    {
        const string Rbac = "rbac.authorization.k8s.io";
        if (Json.Map(document, "roleRef") is { } role && Json.Text(role, "apiGroup") is not { Length: > 0 }) role["apiGroup"] = Rbac;
        foreach (var subject in Json.Maps(document, "subjects"))
            if (Json.Text(subject, "kind") is "User" or "Group" && Json.Text(subject, "apiGroup") is not { Length: > 0 }) subject["apiGroup"] = Rbac;
    }
}
