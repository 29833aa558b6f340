namespace KfPipelineTasks.Manifests.Graph;

/// <summary>The kinds every Kubernetes API server serves by itself (1.27 to 1.34), with plural, scope and versions.</summary>
internal static class BuiltInKinds
{
    // group | versions | kind plural, a star after the plural for cluster scope
    private const string Table = """
         | v1 | ConfigMap configmaps, Endpoints endpoints, Event events, LimitRange limitranges, Namespace namespaces*, Node nodes*, PersistentVolume persistentvolumes*
         | v1 | PersistentVolumeClaim persistentvolumeclaims, Pod pods, PodTemplate podtemplates, ReplicationController replicationcontrollers, ResourceQuota resourcequotas
         | v1 | Secret secrets, Service services, ServiceAccount serviceaccounts
        admissionregistration.k8s.io | v1 | MutatingWebhookConfiguration mutatingwebhookconfigurations*, ValidatingWebhookConfiguration validatingwebhookconfigurations*
        admissionregistration.k8s.io | v1 v1beta1 | ValidatingAdmissionPolicy validatingadmissionpolicies*, ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings*
        admissionregistration.k8s.io | v1alpha1 v1beta1 | MutatingAdmissionPolicy mutatingadmissionpolicies*, MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings*
        apiextensions.k8s.io | v1 | CustomResourceDefinition customresourcedefinitions*
        apiregistration.k8s.io | v1 | APIService apiservices*
        apps | v1 | ControllerRevision controllerrevisions, DaemonSet daemonsets, Deployment deployments, ReplicaSet replicasets, StatefulSet statefulsets
        autoscaling | v1 v2 | HorizontalPodAutoscaler horizontalpodautoscalers
        batch | v1 | CronJob cronjobs, Job jobs
        certificates.k8s.io | v1 | CertificateSigningRequest certificatesigningrequests*
        certificates.k8s.io | v1alpha1 v1beta1 | ClusterTrustBundle clustertrustbundles*
        coordination.k8s.io | v1 | Lease leases
        discovery.k8s.io | v1 | EndpointSlice endpointslices
        events.k8s.io | v1 | Event events
        flowcontrol.apiserver.k8s.io | v1 v1beta3 | FlowSchema flowschemas*, PriorityLevelConfiguration prioritylevelconfigurations*
        networking.k8s.io | v1 | Ingress ingresses, IngressClass ingressclasses*, NetworkPolicy networkpolicies
        networking.k8s.io | v1 v1beta1 | IPAddress ipaddresses*, ServiceCIDR servicecidrs*
        node.k8s.io | v1 | RuntimeClass runtimeclasses*
        policy | v1 | PodDisruptionBudget poddisruptionbudgets
        rbac.authorization.k8s.io | v1 | ClusterRole clusterroles*, ClusterRoleBinding clusterrolebindings*, Role roles, RoleBinding rolebindings
        resource.k8s.io | v1 v1beta1 v1beta2 | DeviceClass deviceclasses*, ResourceClaim resourceclaims, ResourceClaimTemplate resourceclaimtemplates, ResourceSlice resourceslices*
        scheduling.k8s.io | v1 | PriorityClass priorityclasses*
        storage.k8s.io | v1 | CSIDriver csidrivers*, CSINode csinodes*, CSIStorageCapacity csistoragecapacities, StorageClass storageclasses*, VolumeAttachment volumeattachments*
        storage.k8s.io | v1 v1beta1 | VolumeAttributesClass volumeattributesclasses*
        """;

    /// <summary>By group and kind.</summary>
    public static IReadOnlyDictionary<(string Group, string Kind), KindInfo> All { get; } = Read();

    private static Dictionary<(string Group, string Kind), KindInfo> Read()
    {
        var all = new Dictionary<(string Group, string Kind), KindInfo>();
        foreach (var line in Table.Split('\n'))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var versions = cells[1].Split(' ').Select(version => (cells[0], version)).ToList();
            foreach (var words in cells[2].Split(',', StringSplitOptions.TrimEntries).Select(entry => entry.Split(' ')))
                all.Add((cells[0], words[0]), new KindInfo(words[1].TrimEnd('*'), !words[1].EndsWith('*'), versions, null, IsBuiltIn: true));
        }

        // The one kind that is served under two groups: a rule for either sees both.
        IReadOnlyList<(string, string)> events = [("", "v1"), ("events.k8s.io", "v1")];
        all[("", "Event")] = all[("", "Event")] with { Versions = events };
        all[("events.k8s.io", "Event")] = all[("events.k8s.io", "Event")] with { Versions = events };
        return all;
    }
}
