using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>
/// What each task needs to be allowed, which is what its requests ask for: Validate tests it before a run, docs/permissions.md shows it,
/// and a test compares it with what the tasks have sent.
/// </summary>
internal static class TaskNeeds
{
    private const string Viewer = "resourcemanager.projects.get";
    private const string Way = "container.clusters.get";
    private static readonly string[] ProjectPolicy = ["resourcemanager.projects.getIamPolicy", "resourcemanager.projects.setIamPolicy"];

    /// <summary>Every task that speaks to Google's APIs, in alphabetical order.</summary>
    public static IReadOnlyList<TaskNeed> All { get; } =
    [
        new(nameof(Apply), [Way], "roles/container.clusterViewer", [Way], "inside both clusters: what the package brings; the role cluster-admin where it brings roles"),
        new(nameof(ApplyKcc), [], "roles/container.clusterViewer", [Way], "inside the management cluster: Namespaces, RoleBindings, ConfigConnectorContexts and the IAM objects of Config Connector"),
        new(nameof(CheckPipelines), [Way], "roles/container.clusterViewer", Elsewhere: "inside the cluster: what docs/pipelines.md names; roles/iam.serviceAccountOpenIdTokenCreator on the own account, for a token through Identity-Aware Proxy") { IsInside = true },
        new(nameof(ConfigureIap),
            [
                "compute.backendServices.get", "compute.backendServices.list", Way, "iam.serviceAccounts.get", Viewer, .. ProjectPolicy,
                "servicemanagement.services.create", "servicemanagement.services.get", "servicemanagement.services.getIamPolicy", "servicemanagement.services.setIamPolicy", "servicemanagement.services.update",
                "serviceusage.services.enable", "serviceusage.services.list",
            ],
            "roles/compute.viewer with roles/iam.serviceAccountViewer, roles/servicemanagement.admin, roles/serviceusage.serviceUsageAdmin and roles/resourcemanager.projectIamAdmin (with a condition on roles/cloudtrace.agent)",
            Elsewhere: "inside the cluster: read Ingresses, Services, Pods, Events and ManagedCertificates; patch BackendConfigs, RequestAuthentications and AuthorizationPolicies") { IsInside = true },
        new(nameof(ConnectSdk), [Way], "roles/container.clusterViewer", Elsewhere: "inside the cluster: PodDefaults and AuthorizationPolicies of the profile") { IsInside = true },
        new(nameof(EnableServices), ["serviceusage.services.enable", "serviceusage.services.list"], "roles/serviceusage.serviceUsageAdmin", ["serviceusage.services.enable", "serviceusage.services.list"]),
        new(nameof(EnsureArtifactBucket), [Viewer, "storage.buckets.create", "storage.buckets.get", "storage.buckets.getIamPolicy", "storage.buckets.setIamPolicy", "storage.buckets.update"], "roles/storage.admin with roles/browser"),
        new(nameof(EnsureCluster),
            ["compute.machineTypes.get", "compute.machineTypes.list", "compute.regions.get", "compute.zones.list", "container.clusters.create", "container.clusters.get", "container.clusters.list", "container.operations.get", "container.operations.list"],
            "roles/container.admin with roles/compute.viewer", Elsewhere: "iam.serviceAccounts.actAs on the account of the nodes"),
        new(nameof(EnsureManagementCluster), ProjectPolicy,
            "roles/krmapihosting.admin in the project of the management cluster, roles/resourcemanager.projectIamAdmin in both (with a condition on the roles it may grant)",
            ["container.clusters.get", "krmapihosting.krmApiHosts.create", "krmapihosting.krmApiHosts.get", "krmapihosting.operations.get", Viewer, .. ProjectPolicy]),
        new(nameof(EnsureNodePool),
            ["compute.machineTypes.get", "compute.machineTypes.list", "compute.regions.get", "container.clusters.get", "container.clusters.list", "container.clusters.update", "container.operations.get", "container.operations.list"],
            "roles/container.admin with roles/compute.viewer", Elsewhere: "iam.serviceAccounts.actAs on the account of the nodes; inside the cluster: nodes, pods/eviction, disruption budgets"),
        new(nameof(EnsurePipelinesSecret), ["container.clusters.get", "iam.serviceAccountKeys.create", "iam.serviceAccountKeys.delete", "iam.serviceAccountKeys.list"],
            "roles/iam.serviceAccountKeyAdmin", Elsewhere: "inside the cluster: the Secret user-gcp-sa"),
        new(nameof(EnsureProfile), [Way], "roles/container.clusterViewer", Elsewhere: "inside the cluster: Profiles, and RoleBindings and AuthorizationPolicies of their namespaces") { IsInside = true },
        new(nameof(EnsureServiceAccount),
            ["iam.serviceAccounts.create", "iam.serviceAccounts.get", "iam.serviceAccounts.getIamPolicy", "iam.serviceAccounts.setIamPolicy", .. ProjectPolicy],
            "roles/iam.serviceAccountAdmin with roles/resourcemanager.projectIamAdmin (with a condition on the roles it may grant)"),
        new(nameof(GrantIapAccess), ProjectPolicy, "roles/resourcemanager.projectIamAdmin (with a condition on roles/iap.httpsResourceAccessor), or roles/iap.admin for the other scopes",
            Elsewhere: "iap.scope: iap-web needs iap.web.getIamPolicy, iap.web.setIamPolicy and resourcemanager.projects.get in place of the project's policy; iap.scope: backend-service needs iap.webServices.getIamPolicy, iap.webServices.setIamPolicy, resourcemanager.projects.get and compute.backendServices.list"),
        new(nameof(ListClusters), ["compute.machineTypes.get", "container.clusters.list"], "roles/container.clusterViewer with roles/compute.viewer", Elsewhere: "inside clusters: list nodes, Deployments, CustomResourceDefinitions and Applications"),
        new(nameof(Status), [Way], "roles/container.clusterViewer", [Way], "inside both clusters: read what the package brings"),
        new(nameof(Teardown),
            [
                Way, "container.clusters.list", "iam.serviceAccounts.delete", "iam.serviceAccounts.get", "iam.serviceAccounts.getIamPolicy", .. ProjectPolicy,
                "servicemanagement.services.get", "servicemanagement.services.getIamPolicy", "servicemanagement.services.setIamPolicy",
            ],
            "roles/container.clusterViewer with roles/iam.serviceAccountAdmin, roles/servicemanagement.admin and roles/resourcemanager.projectIamAdmin", [Way],
            "inside both clusters: delete what the package brings; storage.buckets.get for a bucket that no management cluster has made; iap.scope: iap-web needs iap.web.getIamPolicy and resourcemanager.projects.get"),
        new(nameof(Validate),
            [
                "cloudsql.instances.get", "compute.acceleratorTypes.list", "compute.globalAddresses.get", "compute.machineTypes.get", "compute.machineTypes.list", "compute.regions.get", "compute.zones.list",
                Way, "container.clusters.list", "iam.serviceAccounts.get", Viewer, "servicemanagement.services.get", "serviceusage.services.list", "storage.buckets.get",
            ],
            "roles/browser with roles/compute.viewer, roles/container.clusterViewer, roles/cloudsql.viewer, roles/iam.serviceAccountViewer and roles/serviceusage.serviceUsageViewer", ["krmapihosting.krmApiHosts.get", "serviceusage.services.list"],
            "resourcemanager.projects.get it cannot do without; billing is read with the same. iam.serviceAccounts.testIamPermissions needs none") { OnlyHelps = true },
    ];

    /// <summary>Every task that is looked at when Validate is asked for by itself. Who deploys need not be allowed to take away.</summary>
    public static IReadOnlyList<string> Tasks { get; } = [.. All.Select(n => n.Task).Where(task => task != nameof(Teardown))];

    // Tasks that go into the clusters of a deployment.
    private static readonly HashSet<string> Inside = new(StringComparer.Ordinal)
    {
        TaskNames.ApplyKcc, TaskNames.Apply, TaskNames.Plan, TaskNames.Status, TaskNames.ConfigureIap, TaskNames.EnsureProfile, TaskNames.ConnectSdk, TaskNames.CheckPipelines, TaskNames.Teardown,
    };

    /// <summary>True when the task goes into a cluster, whoever says where that is.</summary>
    public static bool GoesInside(string task) => Inside.Contains(task);

    /// <summary>What the task needs with these settings; null when it needs nothing.</summary>
    public static TaskNeed? Of(string task, DeploySettings settings)
    {
        if (!settings.NeedsGoogleCloud || All.FirstOrDefault(n => n.Task == task) is not { } need) return null;
        return task switch
        {
            nameof(Apply) or nameof(ApplyKcc) or nameof(CheckPipelines) or nameof(ConnectSdk) or nameof(EnsureProfile) or nameof(Status) => OfClusters(need, settings),
            nameof(Validate) => settings.NeedsManagementCluster ? need : need with { InManagement = null },
            nameof(Teardown) => settings.NeedsManagementCluster ? need : need with { InKubeflow = [.. need.InKubeflow.Where(p => !p.StartsWith("servicemanagement", StringComparison.Ordinal))], InManagement = null },
            nameof(ConfigureIap) => settings.Variant == Variant.GkeIap ? need : null,
            nameof(EnsureCluster) => settings.NeedsManagementCluster ? null : need,
            nameof(EnsureManagementCluster) => settings.NeedsManagementCluster ? need : null,
            nameof(EnsureServiceAccount) => settings.Access.Mode == AccessMode.FullScope ? null : need,
            nameof(EnsurePipelinesSecret) => settings.Access.Mode == AccessMode.Secret ? need : null,
            nameof(GrantIapAccess) => settings.Iap.Members.Count + settings.Iap.RemovedMembers.Count > 0 ? need with { InKubeflow = OfIap(settings.Iap.Scope) }
                : settings.Variant == Variant.GkeIap ? need with { InKubeflow = [.. OfIap(settings.Iap.Scope).Where(p => !p.EndsWith(".setIamPolicy", StringComparison.Ordinal))] }
                : null,
            nameof(EnableServices) => settings.NeedsManagementCluster ? need : need with { InManagement = null },
            _ => need,
        };
    }

    // The way into a cluster of a kubeconfig is no question to Google.
    private static TaskNeed? OfClusters(TaskNeed need, DeploySettings settings)
    {
        var asked = need with
        {
            InKubeflow = settings.Cluster.Kubeconfig.Length == 0 ? need.InKubeflow : [],
            InManagement = settings.NeedsManagementCluster && settings.Management.Kubeconfig.Length == 0 ? need.InManagement : null,
        };
        return asked.InKubeflow.Count == 0 && asked.InManagement is null ? null : asked;
    }

    /// <summary>What GrantIapAccess needs, wherever people are let in.</summary>
    internal static IReadOnlyList<string> OfIap(IapScope scope) => scope switch
    {
        IapScope.IapWeb => ["iap.web.getIamPolicy", "iap.web.setIamPolicy", Viewer],
        IapScope.BackendService => ["compute.backendServices.list", "iap.webServices.getIamPolicy", "iap.webServices.setIamPolicy", Viewer],
        _ => ProjectPolicy,
    };
}
