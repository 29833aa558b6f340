namespace KfPipelineTasks.Cluster.Fields;

/// <summary>The groups whose kinds are compiled into the API server: their objects pass through Go types, which drop empty fields and write quantities in one way.</summary>
internal static class BuiltInGroups
{
    private static readonly HashSet<string> Names =
    [
        "", "apps", "batch", "autoscaling", "policy",
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io", "authorization.k8s.io",
        "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "flowcontrol.apiserver.k8s.io", "networking.k8s.io",
        "node.k8s.io", "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io",
    ];

    public static bool Has(string group) => Names.Contains(group);
}
