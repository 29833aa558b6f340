using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>
/// What each task needs to be allowed, which is what its requests ask for: Validate tests it before a run, docs/permissions.md shows it,
/// and a test compares it with what the tasks have sent.
/// </summary>
internal static class TaskNeeds
{
    private const string Viewer = "resourcemanager.projects.get";
    private static readonly string[] ProjectPolicy = ["resourcemanager.projects.getIamPolicy", "resourcemanager.projects.setIamPolicy"];

    /// <summary>Every task that speaks to Google's APIs, in alphabetical order.</summary>
    public static IReadOnlyList<TaskNeed> All { get; } =
    [
        new(nameof(ConfigureIap),
            [
                "compute.backendServices.get", "compute.backendServices.list", "iam.serviceAccounts.get", Viewer, .. ProjectPolicy,
                "servicemanagement.services.create", "servicemanagement.services.get", "servicemanagement.services.getIamPolicy", "servicemanagement.services.setIamPolicy", "servicemanagement.services.update",
                "serviceusage.services.enable", "serviceusage.services.list",
            ],
            "roles/compute.viewer with roles/iam.serviceAccountViewer, roles/servicemanagement.admin, roles/serviceusage.serviceUsageAdmin and roles/resourcemanager.projectIamAdmin (with a condition on roles/cloudtrace.agent)",
            Elsewhere: "inside the cluster: read Ingresses, Services, Pods, Events and ManagedCertificates; patch BackendConfigs, RequestAuthentications and AuthorizationPolicies"),
        new(nameof(EnableServices), ["serviceusage.services.enable", "serviceusage.services.list"], "roles/serviceusage.serviceUsageAdmin", ["serviceusage.services.enable", "serviceusage.services.list"]),
        new(nameof(EnsureArtifactBucket), [Viewer, "storage.buckets.create", "storage.buckets.get", "storage.buckets.update"], "roles/storage.admin with roles/browser"),
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
        new(nameof(EnsureServiceAccount),
            ["iam.serviceAccounts.create", "iam.serviceAccounts.get", "iam.serviceAccounts.getIamPolicy", "iam.serviceAccounts.setIamPolicy", .. ProjectPolicy],
            "roles/iam.serviceAccountAdmin with roles/resourcemanager.projectIamAdmin (with a condition on the roles it may grant)"),
        new(nameof(GrantIapAccess), ProjectPolicy, "roles/resourcemanager.projectIamAdmin (with a condition on roles/iap.httpsResourceAccessor), or roles/iap.admin for the other scopes",
            Elsewhere: "iap.scope: iap-web needs iap.web.getIamPolicy, iap.web.setIamPolicy and resourcemanager.projects.get in place of the project's policy; iap.scope: backend-service needs iap.webServices.getIamPolicy, iap.webServices.setIamPolicy, resourcemanager.projects.get and compute.backendServices.list"),
        new(nameof(ListClusters), ["compute.machineTypes.get", "container.clusters.list"], "roles/container.clusterViewer with roles/compute.viewer", Elsewhere: "inside clusters: list nodes and Deployments"),
    ];

    /// <summary>Tasks that go into GKE clusters and ask Google for nothing but the way there.</summary>
    private static readonly HashSet<string> Inside = new(StringComparer.Ordinal)
    {
        TaskNames.ApplyKcc, TaskNames.Apply, TaskNames.Plan, TaskNames.Status, TaskNames.ConfigureIap, TaskNames.EnsureProfile, TaskNames.ConnectSdk, TaskNames.CheckPipelines, TaskNames.Teardown,
    };

    /// <summary>True when the task asks Google for the way into its clusters: a kubeconfig of the user's own needs no Google.</summary>
    public static bool GoesInside(string task, DeploySettings settings) => Inside.Contains(task) && settings.NeedsGoogleCloud && settings.Cluster.Kubeconfig.Length == 0;

    /// <summary>What the task needs with these settings; null when it needs nothing.</summary>
    public static TaskNeed? Of(string task, DeploySettings settings)
    {
        if (!settings.NeedsGoogleCloud || All.FirstOrDefault(n => n.Task == task) is not { } need) return null;
        return task switch
        {
            nameof(ConfigureIap) => settings.Variant == Variant.GkeIap ? need : null,
            nameof(EnsureCluster) => settings.NeedsManagementCluster ? null : need,
            nameof(EnsureManagementCluster) => settings.NeedsManagementCluster ? need : null,
            nameof(EnsurePipelinesSecret) => settings.Access.Mode == AccessMode.Secret ? need : null,
            nameof(GrantIapAccess) => settings.Iap.Members.Count + settings.Iap.RemovedMembers.Count == 0 ? null : need with { InKubeflow = OfIap(settings.Iap.Scope) },
            nameof(EnableServices) => settings.NeedsManagementCluster ? need : need with { InManagement = null },
            _ => need,
        };
    }

    private static IReadOnlyList<string> OfIap(IapScope scope) => scope switch
    {
        IapScope.IapWeb => ["iap.web.getIamPolicy", "iap.web.setIamPolicy", Viewer],
        IapScope.BackendService => ["compute.backendServices.list", "iap.webServices.getIamPolicy", "iap.webServices.setIamPolicy", Viewer],
        _ => ProjectPolicy,
    };
}
