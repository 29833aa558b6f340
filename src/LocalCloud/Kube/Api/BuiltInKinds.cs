using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Api;

/// <summary>The built-in resources, a line each.</summary>
internal static class BuiltInKinds
{
    /// <summary>
    /// <c>groupVersion plural Kind scope [short=a,b] [cat=x] [sub=a,b] [gen] [verbs=…] [type=Struct]</c>, in the order of discovery.
    /// </summary>
    private const string Lines = """
        v1 bindings Binding ns verbs=create
        v1 componentstatuses ComponentStatus cluster short=cs verbs=get,list
        v1 configmaps ConfigMap ns short=cm
        v1 endpoints Endpoints ns short=ep singular=endpoints
        v1 events Event ns short=ev
        v1 limitranges LimitRange ns short=limits
        v1 namespaces Namespace cluster short=ns sub=finalize,status verbs=create,delete,get,list,patch,update,watch
        v1 nodes Node cluster short=no sub=proxy,status
        v1 persistentvolumeclaims PersistentVolumeClaim ns short=pvc sub=status
        v1 persistentvolumes PersistentVolume cluster short=pv sub=status
        v1 pods Pod ns short=po cat=all sub=attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status gen
        v1 podtemplates PodTemplate ns gen
        v1 replicationcontrollers ReplicationController ns short=rc cat=all sub=scale,status gen
        v1 resourcequotas ResourceQuota ns short=quota sub=status
        v1 secrets Secret ns
        v1 serviceaccounts ServiceAccount ns short=sa sub=token
        v1 services Service ns short=svc cat=all sub=proxy,status
        apiregistration.k8s.io/v1 apiservices APIService cluster cat=api-extensions sub=status
        apps/v1 controllerrevisions ControllerRevision ns
        apps/v1 daemonsets DaemonSet ns short=ds cat=all sub=status gen
        apps/v1 deployments Deployment ns short=deploy cat=all sub=scale,status gen
        apps/v1 replicasets ReplicaSet ns short=rs cat=all sub=scale,status gen
        apps/v1 statefulsets StatefulSet ns short=sts cat=all sub=scale,status gen
        events.k8s.io/v1 events Event ns short=ev type=EventsEvent
        authentication.k8s.io/v1 selfsubjectreviews SelfSubjectReview cluster verbs=create
        authentication.k8s.io/v1 tokenreviews TokenReview cluster verbs=create
        authorization.k8s.io/v1 localsubjectaccessreviews LocalSubjectAccessReview ns verbs=create
        authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview cluster verbs=create
        authorization.k8s.io/v1 selfsubjectrulesreviews SelfSubjectRulesReview cluster verbs=create
        authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview cluster verbs=create
        autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler ns short=hpa cat=all sub=status type=V2HorizontalPodAutoscaler
        autoscaling/v1 horizontalpodautoscalers HorizontalPodAutoscaler ns short=hpa cat=all sub=status
        batch/v1 cronjobs CronJob ns short=cj cat=all sub=status gen
        batch/v1 jobs Job ns cat=all sub=status gen
        certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest cluster short=csr sub=approval,status
        networking.k8s.io/v1 ingressclasses IngressClass cluster gen
        networking.k8s.io/v1 ingresses Ingress ns short=ing sub=status gen
        networking.k8s.io/v1 ipaddresses IPAddress cluster short=ip
        networking.k8s.io/v1 networkpolicies NetworkPolicy ns short=netpol gen
        networking.k8s.io/v1 servicecidrs ServiceCIDR cluster sub=status
        policy/v1 poddisruptionbudgets PodDisruptionBudget ns short=pdb sub=status gen
        rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding cluster
        rbac.authorization.k8s.io/v1 clusterroles ClusterRole cluster
        rbac.authorization.k8s.io/v1 rolebindings RoleBinding ns
        rbac.authorization.k8s.io/v1 roles Role ns
        storage.k8s.io/v1 csidrivers CSIDriver cluster
        storage.k8s.io/v1 csinodes CSINode cluster
        storage.k8s.io/v1 csistoragecapacities CSIStorageCapacity ns
        storage.k8s.io/v1 storageclasses StorageClass cluster short=sc
        storage.k8s.io/v1 volumeattachments VolumeAttachment cluster sub=status
        storage.k8s.io/v1 volumeattributesclasses VolumeAttributesClass cluster short=vac
        admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration cluster cat=api-extensions gen
        admissionregistration.k8s.io/v1 validatingadmissionpolicies ValidatingAdmissionPolicy cluster cat=api-extensions sub=status gen
        admissionregistration.k8s.io/v1 validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding cluster cat=api-extensions gen
        admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration cluster cat=api-extensions gen
        apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition cluster short=crd,crds cat=api-extensions sub=status gen
        scheduling.k8s.io/v1 priorityclasses PriorityClass cluster short=pc gen
        coordination.k8s.io/v1 leases Lease ns
        node.k8s.io/v1 runtimeclasses RuntimeClass cluster
        discovery.k8s.io/v1 endpointslices EndpointSlice ns gen
        flowcontrol.apiserver.k8s.io/v1 flowschemas FlowSchema cluster sub=status gen
        flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations PriorityLevelConfiguration cluster sub=status gen
        """;

    private static readonly Lazy<IReadOnlyList<ResourceInfo>> Parsed = new(() => [.. Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]);

    public static IReadOnlyList<ResourceInfo> All => Parsed.Value;

    private static ResourceInfo Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var options = words.Skip(4).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1].Split(',') : [], StringComparer.Ordinal);
        var slash = words[0].IndexOf('/', StringComparison.Ordinal);
        var kind = words[2];
        return new ResourceInfo
        {
            Group = slash < 0 ? "" : words[0][..slash],
            Version = words[0][(slash + 1)..],
            Plural = words[1],
            Kind = kind,
            Singular = Ascii(kind),
            ListKind = kind + "List",
            Namespaced = words[3] == "ns",
            ShortNames = options.GetValueOrDefault("short") ?? [],
            Categories = options.GetValueOrDefault("cat") ?? [],
            Verbs = options.GetValueOrDefault("verbs") ?? ResourceInfo.AllVerbs,
            Subresources = [.. (options.GetValueOrDefault("sub") ?? []).Select(name => Sub(name, kind))],
            HasGeneration = options.ContainsKey("gen"),
            Type = KindTable.Struct(options.GetValueOrDefault("type")?[0] ?? kind),
        };
    }

    private static string Ascii(string kind) => string.Create(kind.Length, kind, static (span, text) => text.AsSpan().ToLowerInvariant(span));

    private static Subresource Sub(string name, string kind) => name switch
    {
        "status" or "approval" or "ephemeralcontainers" or "resize" => new(name, kind, "", "", ["get", "patch", "update"]),
        "scale" => new(name, "Scale", "autoscaling", "v1", ["get", "patch", "update"]),
        "finalize" => new(name, kind, "", "", ["update"]),
        "binding" => new(name, "Binding", "", "", ["create"]),
        "eviction" => new(name, "Eviction", "policy", "v1", ["create"]),
        "token" => new(name, "TokenRequest", "authentication.k8s.io", "v1", ["create"]),
        "log" => new(name, "Pod", "", "", ["get"]),
        "attach" => new(name, "PodAttachOptions", "", "", ["create", "get"]),
        "exec" => new(name, "PodExecOptions", "", "", ["create", "get"]),
        "portforward" => new(name, "PodPortForwardOptions", "", "", ["create", "get"]),
        "proxy" => new(name, kind + "ProxyOptions", "", "", ["create", "delete", "get", "patch", "update"]),
        _ => throw new InvalidOperationException($"The table of built-in kinds names an unknown subresource: {name}."),
    };
}
