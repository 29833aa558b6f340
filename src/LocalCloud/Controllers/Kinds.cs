namespace LocalCloud.Controllers;

/// <summary>The kinds that controllers know by name.</summary>
internal static class Kinds
{
    public static readonly GroupKind Namespace = new("", "Namespace");
    public static readonly GroupKind Node = new("", "Node");
    public static readonly GroupKind Pod = new("", "Pod");
    public static readonly GroupKind Service = new("", "Service");
    public static readonly GroupKind ServiceAccount = new("", "ServiceAccount");
    public static readonly GroupKind ConfigMap = new("", "ConfigMap");
    public static readonly GroupKind Secret = new("", "Secret");
    public static readonly GroupKind Endpoints = new("", "Endpoints");
    public static readonly GroupKind Event = new("", "Event");
    public static readonly GroupKind PersistentVolumeClaim = new("", "PersistentVolumeClaim");
    public static readonly GroupKind PersistentVolume = new("", "PersistentVolume");
    public static readonly GroupKind ResourceQuota = new("", "ResourceQuota");
    public static readonly GroupKind StorageClass = new("storage.k8s.io", "StorageClass");
    public static readonly GroupKind Deployment = new("apps", "Deployment");
    public static readonly GroupKind ReplicaSet = new("apps", "ReplicaSet");
    public static readonly GroupKind StatefulSet = new("apps", "StatefulSet");
    public static readonly GroupKind DaemonSet = new("apps", "DaemonSet");
    public static readonly GroupKind ControllerRevision = new("apps", "ControllerRevision");
    public static readonly GroupKind Job = new("batch", "Job");
    public static readonly GroupKind CronJob = new("batch", "CronJob");
    public static readonly GroupKind EndpointSlice = new("discovery.k8s.io", "EndpointSlice");
    public static readonly GroupKind PodDisruptionBudget = new("policy", "PodDisruptionBudget");
    public static readonly GroupKind HorizontalPodAutoscaler = new("autoscaling", "HorizontalPodAutoscaler");
    public static readonly GroupKind ClusterRole = new("rbac.authorization.k8s.io", "ClusterRole");
    public static readonly GroupKind ClusterRoleBinding = new("rbac.authorization.k8s.io", "ClusterRoleBinding");
    public static readonly GroupKind RoleBinding = new("rbac.authorization.k8s.io", "RoleBinding");
    public static readonly GroupKind Lease = new("coordination.k8s.io", "Lease");
    public static readonly GroupKind ApiService = new("apiregistration.k8s.io", "APIService");
    public static readonly GroupKind CustomResourceDefinition = new("apiextensions.k8s.io", "CustomResourceDefinition");
    public static readonly GroupKind MutatingWebhook = new("admissionregistration.k8s.io", "MutatingWebhookConfiguration");
    public static readonly GroupKind ValidatingWebhook = new("admissionregistration.k8s.io", "ValidatingWebhookConfiguration");
    public static readonly GroupKind Ingress = new("networking.k8s.io", "Ingress");
    public static readonly GroupKind ManagedCertificate = new("networking.gke.io", "ManagedCertificate");
    public static readonly GroupKind BackendConfig = new("cloud.google.com", "BackendConfig");
    public static readonly GroupKind Certificate = new("cert-manager.io", "Certificate");
    public static readonly GroupKind Issuer = new("cert-manager.io", "Issuer");
    public static readonly GroupKind ClusterIssuer = new("cert-manager.io", "ClusterIssuer");
    public static readonly GroupKind Profile = new("kubeflow.org", "Profile");
    public static readonly GroupKind AuthorizationPolicy = new("security.istio.io", "AuthorizationPolicy");
}
