namespace KfPipelineTasks.Model;

/// <summary>
/// Which versions of built-in APIs are gone, and since when. Source: the Deprecated API Migration Guide,
/// https://kubernetes.io/docs/reference/using-api/deprecation-guide/.
/// </summary>
public static class RetiredApis
{
    // apiVersion | gone in | instead, since | kinds
    private const string Table = """
        flowcontrol.apiserver.k8s.io/v1beta3 | 32 | flowcontrol.apiserver.k8s.io/v1 29 | FlowSchema PriorityLevelConfiguration
        flowcontrol.apiserver.k8s.io/v1beta2 | 29 | flowcontrol.apiserver.k8s.io/v1 29 | FlowSchema PriorityLevelConfiguration
        flowcontrol.apiserver.k8s.io/v1beta1 | 26 | flowcontrol.apiserver.k8s.io/v1 29 | FlowSchema PriorityLevelConfiguration
        storage.k8s.io/v1beta1 | 27 | storage.k8s.io/v1 24 | CSIStorageCapacity
        autoscaling/v2beta2 | 26 | autoscaling/v2 23 | HorizontalPodAutoscaler
        autoscaling/v2beta1 | 25 | autoscaling/v2 23 | HorizontalPodAutoscaler
        batch/v1beta1 | 25 | batch/v1 21 | CronJob
        discovery.k8s.io/v1beta1 | 25 | discovery.k8s.io/v1 21 | EndpointSlice
        events.k8s.io/v1beta1 | 25 | events.k8s.io/v1 19 | Event
        policy/v1beta1 | 25 | policy/v1 21 | PodDisruptionBudget
        policy/v1beta1 | 25 | | PodSecurityPolicy
        node.k8s.io/v1beta1 | 25 | node.k8s.io/v1 20 | RuntimeClass
        admissionregistration.k8s.io/v1beta1 | 22 | admissionregistration.k8s.io/v1 16 | MutatingWebhookConfiguration ValidatingWebhookConfiguration
        apiextensions.k8s.io/v1beta1 | 22 | apiextensions.k8s.io/v1 16 | CustomResourceDefinition
        apiregistration.k8s.io/v1beta1 | 22 | apiregistration.k8s.io/v1 10 | APIService
        certificates.k8s.io/v1beta1 | 22 | certificates.k8s.io/v1 19 | CertificateSigningRequest
        coordination.k8s.io/v1beta1 | 22 | coordination.k8s.io/v1 14 | Lease
        networking.k8s.io/v1beta1 | 22 | networking.k8s.io/v1 19 | Ingress IngressClass
        extensions/v1beta1 | 22 | networking.k8s.io/v1 19 | Ingress
        rbac.authorization.k8s.io/v1beta1 | 22 | rbac.authorization.k8s.io/v1 8 | ClusterRole ClusterRoleBinding Role RoleBinding
        rbac.authorization.k8s.io/v1alpha1 | 22 | rbac.authorization.k8s.io/v1 8 | ClusterRole ClusterRoleBinding Role RoleBinding
        scheduling.k8s.io/v1beta1 | 22 | scheduling.k8s.io/v1 14 | PriorityClass
        storage.k8s.io/v1beta1 | 22 | storage.k8s.io/v1 19 | CSIDriver CSINode StorageClass VolumeAttachment
        extensions/v1beta1 | 16 | apps/v1 9 | DaemonSet Deployment ReplicaSet
        apps/v1beta1 | 16 | apps/v1 9 | Deployment StatefulSet
        apps/v1beta2 | 16 | apps/v1 9 | DaemonSet Deployment ReplicaSet StatefulSet
        extensions/v1beta1 | 16 | networking.k8s.io/v1 8 | NetworkPolicy
        extensions/v1beta1 | 16 | | PodSecurityPolicy
        """;

    private static readonly Dictionary<(string ApiVersion, string Kind), RetiredApi> All = Read();

    /// <summary>What became of the version an object is written in; null when it is served to this day, or no built-in one.</summary>
    public static RetiredApi? Find(string group, string version, string kind) => All.GetValueOrDefault((group.Length == 0 ? version : $"{group}/{version}", kind));

    private static Dictionary<(string ApiVersion, string Kind), RetiredApi> Read()
    {
        var all = new Dictionary<(string ApiVersion, string Kind), RetiredApi>();
        foreach (var cells in Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            var instead = cells[2].Split(' ');
            var api = new RetiredApi(cells[0], Release(cells[1]), instead is [var name, _] ? name : null, Release(instead is [_, var since] ? since : "0"));
            foreach (var kind in cells[3].Split(' ')) all.Add((cells[0], kind), api);
        }

        return all;
    }

    private static KubernetesVersion Release(string minor) => new(1, int.Parse(minor, System.Globalization.CultureInfo.InvariantCulture));
}
