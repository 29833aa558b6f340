using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube;

/// <summary>What a new cluster has from the start: its namespaces, and the roles for people.</summary>
internal static class BasicObjects
{
    /// <summary>People with the IAM role of a developer: they may edit workloads.</summary>
    public const string DeveloperGroup = "gke:developers";

    private const string ClusterReader = "gke:cluster-reader";

    /// <summary>People with the IAM role of a viewer.</summary>
    public const string ViewerGroup = "gke:viewers";

    private const string Rbac = "rbac.authorization.k8s.io";
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] All = ["*"];

    public static void Ensure(KubeCluster cluster)
    {
        foreach (var name in new[] { "default", "kube-node-lease", "kube-public", "kube-system" })
        {
            if (cluster.Store.Get("namespaces", null, name) is not null) continue;
            cluster.Store.TryWrite("namespaces", null, Api.NamespaceGate.New(name, Guid.NewGuid().ToString(), cluster.Now));
        }
        Role(cluster, "cluster-admin", Rule(All, All, All), new JsonObject { ["nonResourceURLs"] = Json.ListOf(All), ["verbs"] = Json.ListOf(All) });
        Role(cluster, "admin", Rule(WorkloadGroups, All, All), Rule([Rbac], ["roles", "rolebindings"], All));
        Role(cluster, "edit", Rule(WorkloadGroups, All, All));
        Role(cluster, "view", Rule(WorkloadGroups, ViewedResources, Read));
        Bind(cluster, "cluster-admin", "cluster-admin", "system:masters");
        // What the IAM roles let people see beside namespaced things; a Kubernetes role has to say it here.
        Role(cluster, ClusterReader, Rule([""], ["nodes", "namespaces", "persistentvolumes"], Read), Rule(["storage.k8s.io"], ["storageclasses"], Read),
            Rule(["apiextensions.k8s.io"], ["customresourcedefinitions"], Read), Rule([Rbac], ["clusterroles", "clusterrolebindings", "roles", "rolebindings"], Read));
        Bind(cluster, DeveloperGroup, "edit", DeveloperGroup);
        Bind(cluster, ViewerGroup, "view", ViewerGroup);
        Bind(cluster, DeveloperGroup + ":cluster", ClusterReader, DeveloperGroup);
        Bind(cluster, ViewerGroup + ":cluster", ClusterReader, ViewerGroup);
    }

    private static readonly string[] WorkloadGroups = ["", "apps", "batch", "autoscaling", "networking.k8s.io", "policy", "discovery.k8s.io"];

    /// <summary>Everything but Secrets.</summary>
    private static readonly string[] ViewedResources =
    [
        "configmaps", "endpoints", "events", "namespaces", "persistentvolumeclaims", "pods", "pods/log", "pods/status", "replicationcontrollers", "resourcequotas", "serviceaccounts", "services",
        "controllerrevisions", "daemonsets", "deployments", "deployments/scale", "replicasets", "statefulsets", "cronjobs", "jobs", "horizontalpodautoscalers", "ingresses", "networkpolicies",
        "poddisruptionbudgets", "endpointslices",
    ];

    private static JsonObject Rule(string[] groups, string[] resources, string[] verbs) => new()
    {
        ["apiGroups"] = Json.ListOf(groups), ["resources"] = Json.ListOf(resources), ["verbs"] = Json.ListOf(verbs),
    };

    private static void Role(KubeCluster cluster, string name, params JsonNode[] rules)
    {
        if (cluster.Store.Get("clusterroles." + Rbac, null, name) is not null) return;
        var role = New(cluster, "ClusterRole", name);
        role["rules"] = new JsonArray(rules);
        cluster.Store.TryWrite("clusterroles." + Rbac, null, role);
    }

    private static void Bind(KubeCluster cluster, string name, string role, string group)
    {
        if (cluster.Store.Get("clusterrolebindings." + Rbac, null, name) is not null) return;
        var binding = New(cluster, "ClusterRoleBinding", name);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = role };
        binding["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "Group", ["name"] = group });
        cluster.Store.TryWrite("clusterrolebindings." + Rbac, null, binding);
    }

    private static JsonObject New(KubeCluster cluster, string kind, string name) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = Rbac + "/v1",
        ["metadata"] = new JsonObject
        {
            ["name"] = name, ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = cluster.Now,
            ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
        },
    };
}
