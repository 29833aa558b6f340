using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>The order a person would choose among objects that do not need each other. What needs what is decided before, by the graph.</summary>
internal static class KindOrder
{
    private static readonly string[] First =
    [
        "Namespace", "CustomResourceDefinition.apiextensions.k8s.io", "PriorityClass.scheduling.k8s.io", "RuntimeClass.node.k8s.io", "StorageClass.storage.k8s.io",
        "IngressClass.networking.k8s.io", "ResourceQuota", "LimitRange", "NetworkPolicy.networking.k8s.io",
        "ServiceAccount", "ClusterRole.rbac.authorization.k8s.io", "Role.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
        "RoleBinding.rbac.authorization.k8s.io", "ConfigMap", "Secret", "PersistentVolume", "PersistentVolumeClaim", "Service", "Endpoints", "EndpointSlice.discovery.k8s.io",
        "DaemonSet.apps", "Deployment.apps", "StatefulSet.apps", "ReplicaSet.apps", "ReplicationController", "Pod", "Job.batch", "CronJob.batch",
        "PodDisruptionBudget.policy", "HorizontalPodAutoscaler.autoscaling", "Ingress.networking.k8s.io", "APIService.apiregistration.k8s.io",
        "MutatingWebhookConfiguration.admissionregistration.k8s.io", "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
        "ValidatingAdmissionPolicy.admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io",
    ];

    private static readonly Dictionary<string, int> Places = First.Select((kind, place) => (kind, place)).ToDictionary(entry => entry.kind, entry => entry.place);

    /// <summary>By kind as listed, unlisted kinds (custom resources) last; then by kind, namespace and name.</summary>
    public static IComparer<Resource> Comparer { get; } = Comparer<Resource>.Create(Compare);

    private static int Compare(Resource? a, Resource? b)
    {
        var (left, right) = (a!.Id, b!.Id);
        var order = Place(left).CompareTo(Place(right));
        if (order == 0) order = string.CompareOrdinal(left.GroupKind, right.GroupKind);
        if (order == 0) order = string.CompareOrdinal(left.Namespace ?? "", right.Namespace ?? "");
        return order == 0 ? string.CompareOrdinal(left.Name, right.Name) : order;
    }

    private static int Place(ResourceId id) => Places.TryGetValue(id.GroupKind, out var place) ? place : First.Length;
}
