using KfPipelineTasks.Build;

namespace Build.Tests.Actions;

/// <summary>The tasks that are useful as a step of their own. An action exists for every row whose task exists.</summary>
internal static class ActionTable
{
    private const string Reading = "roles/container.clusterViewer and the Kubernetes right to read (ClusterRole view)";
    private const string Writing = "roles/container.admin (Kubeflow makes ClusterRoles)";

    public static IReadOnlyList<ActionEntry> Rows { get; } =
    [
        new("validate", "Validate", "Kubeflow: validate settings",
            "Checks the settings, every name that follows from them, and what Google Cloud says of them: credential, billing, services, permissions, quotas. Touches nothing. With `offline: 'true'` it asks nobody, needs no credentials, and fits the pull request of a fork.", "check-circle", "green")
        {
            Example = ["settings: kubeflow.yaml"],
            Roles = ["roles/browser", "roles/compute.viewer", "roles/container.clusterViewer", "roles/cloudsql.viewer", "roles/iam.serviceAccountViewer", "roles/serviceusage.serviceUsageViewer"],
        },
        new("list-clusters", "ListClusters", "Kubeflow: list clusters",
            "Lists the GKE clusters of a project and says which of them Kubeflow can be deployed to, and why not to the others. Changes nothing.", "list", "blue")
        {
            Example = ["project: ml-prod-1", "cluster: kubeflow", "require-eligible: 'true'"],
            Roles = ["roles/container.clusterViewer"],
        },
        new("ensure-node-pool", "EnsureNodePool", "Kubeflow: ensure node pool",
            "Makes the node pool exist as wanted: creates it, changes it in place, or replaces named pools once the new one is ready. What is right already is left alone.", "server", "blue")
        {
            Example = ["settings: kubeflow.yaml", "machine-type: e2-standard-8", "nodes: '3'"],
            Roles = ["roles/container.admin", "roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountUser on the nodes' service account", "roles/serviceusage.serviceUsageAdmin"],
            Before = "The cluster must exist.",
        },
        new("ensure-cluster", "EnsureCluster", "Kubeflow: ensure cluster",
            "Makes the GKE cluster where no management cluster does, with its first node pool. One that is there is left as it is.", "box", "blue")
        {
            Example = ["settings: kubeflow.yaml", "variant: pipelines-standalone"],
            Roles = ["roles/container.admin", "roles/compute.viewer", "roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountUser on the nodes' service account", "roles/resourcemanager.projectIamAdmin, narrowed by a condition to the roles of the account", "roles/serviceusage.serviceUsageAdmin"],
        },
        new("ensure-service-account", "EnsureServiceAccount", "Kubeflow: ensure service account",
            "Makes the service account of the nodes exist with exactly the roles it needs, and lets the named people and workloads act as it.", "user-plus", "blue")
        {
            Roles = ["roles/iam.serviceAccountAdmin", "roles/resourcemanager.projectIamAdmin, narrowed by a condition to the roles of the account", "roles/serviceusage.serviceUsageAdmin"],
        },
        new("kpt-set", "KptSet", "Kubeflow: fill in setters",
            "Fills in every kpt-set comment of a package from the settings. With `check: 'true'` it only says whether the package is filled in (exit code 3 when it is not).", "edit-3", "orange")
        {
            Example = ["settings: kubeflow.yaml", "package: kubeflow-distribution", "check: 'true'"],
        },
        new("apply-kcc", "ApplyKcc", "Kubeflow: apply Config Connector resources",
            "Applies the Google Cloud resources of the package in the management cluster, where Config Connector makes them, and waits until they are there.", "cloud", "purple")
        {
            Example = ["settings: kubeflow.yaml", "package: kubeflow-distribution"],
            Roles = ["roles/container.developer in the management project, and rights to write in the namespace of Config Connector"],
            Before = "The management cluster (Config Controller) must exist.",
        },
        new("apply", "Apply", "Kubeflow: apply",
            "Applies the whole package in the order in which the API server accepts it, in one pass, and waits until everything is ready. Objects that are no longer wanted are pruned.", "upload-cloud", "purple")
        {
            Example = ["settings: kubeflow.yaml", "package: kubeflow-distribution", "client-secret: ${{ secrets.IAP_CLIENT_SECRET }}"],
            Roles = [Writing, "for variant gke-iap also the roles of apply-kcc"],
            Before = "The clusters must exist.",
        },
        new("configure-iap", "ConfigureIap", "Kubeflow: configure Identity-Aware Proxy",
            "Leads people in through Identity-Aware Proxy: health check, audience of its tokens, host name. Waits until address, backends, certificate and name are there, and says of each what it lacks.", "log-in", "purple")
        {
            Example = ["settings: kubeflow.yaml"],
            Roles = [Writing, "roles/compute.viewer", "roles/iam.serviceAccountViewer", "roles/servicemanagement.admin", "roles/serviceusage.serviceUsageAdmin", "roles/resourcemanager.projectIamAdmin, narrowed by a condition to roles/cloudtrace.agent"],
            Before = "The package must be applied.",
        },
        new("grant-iap-access", "GrantIapAccess", "Kubeflow: grant access through Identity-Aware Proxy",
            "Lets people and groups in through Identity-Aware Proxy, and takes access away from those named. Grants of others are left alone.", "user-check", "green")
        {
            Example = ["settings: kubeflow.yaml", "iap-members: |", "  group:ml-team@example.com", "  user:alice@example.com"],
            Roles = ["roles/iap.admin (iap.scope: backend or iap-web), or roles/resourcemanager.projectIamAdmin (iap.scope: project)", "roles/compute.viewer"],
        },
        new("ensure-profile", "EnsureProfile", "Kubeflow: ensure profile",
            "Makes the profile of a team: namespace, owner, contributors, quota, workload identity. Waits until notebooks can run in it.", "users", "blue")
        {
            Example = ["settings: kubeflow.yaml", "profile: team-a", "profile-owner: alice@example.com"],
            Roles = [Writing],
            Before = "The package must be applied.",
        },
        new("connect-sdk", "ConnectSdk", "Kubeflow: connect the Pipelines SDK",
            "Connects the notebooks of a profile to Pipelines: a token where the SDK looks for it, and a policy that lets nobody speak as somebody else.", "link", "blue")
        {
            Example = ["settings: kubeflow.yaml", "profile: team-a", "profile-owner: alice@example.com"],
            Roles = [Writing],
            Before = "The package must be applied.",
        },
        new("check-pipelines", "CheckPipelines", "Kubeflow: check Pipelines",
            "Tries the connection to Pipelines: that it answers, lets in whom it should and nobody else, and explains every refusal. Changes nothing, so it fits a schedule.", "shield", "green")
        {
            Example = ["settings: kubeflow.yaml", "profile: team-a"],
            Roles = [Reading, "the Kubernetes right to make tokens of the profile's service account (serviceaccounts/token), for pipelines.identity: service-account"],
            Before = "The package must be applied.",
        },
        new("enable-services", "EnableServices", "Kubeflow: enable services",
            "Enables the Google APIs that the deployment uses, in one batch, and waits until they are on.", "power", "blue")
        {
            Roles = ["roles/serviceusage.serviceUsageAdmin, in the management project too"],
        },
        new("ensure-management-cluster", "EnsureManagementCluster", "Kubeflow: ensure management cluster",
            "Makes the management cluster (Config Controller), waits until it runs, and gives its identity the least roles.", "command", "blue")
        {
            Roles = ["roles/krmapihosting.admin in the management project", "roles/resourcemanager.projectIamAdmin in both projects, narrowed by a condition to the roles it grants", "roles/serviceusage.serviceUsageAdmin"],
        },
        new("ensure-artifact-bucket", "EnsureArtifactBucket", "Kubeflow: ensure artifact bucket",
            "Makes the bucket of pipeline artifacts: in the region, access by policy only, closed to the public.", "database", "blue")
        {
            Example = ["settings: kubeflow.yaml", "bucket: ml-prod-1-kfp"],
            Roles = ["roles/storage.admin", "roles/browser", "roles/serviceusage.serviceUsageAdmin"],
        },
        new("ensure-pipelines-secret", "EnsurePipelinesSecret", "Kubeflow: ensure pipelines secret",
            "Keeps one proven key of the service account in the Secret user-gcp-sa, for access.mode: secret, and rotates it. Run it on a schedule.", "lock", "orange")
        {
            Example = ["settings: kubeflow.yaml", "access-mode: secret", "rotate-after: '720h'"],
            Roles = ["roles/iam.serviceAccountKeyAdmin", "roles/iam.serviceAccountAdmin", "roles/resourcemanager.projectIamAdmin, narrowed by a condition to the roles of the account", "roles/serviceusage.serviceUsageAdmin", "rights to write the Secret in its namespace"],
            Before = "The cluster must exist.",
        },
        new("render", "Render", "Kubeflow: render",
            "Renders the filled-in package into a folder: one file per object, the same bytes every time, Secrets left out. For a review, a policy check, or another tool that applies.", "file-text", "orange")
        {
            Example = ["settings: kubeflow.yaml", "package: kubeflow-distribution", "render-directory: rendered"],
        },
        new("plan", "Plan", "Kubeflow: plan",
            "Says what a deployment would create, change, replace and prune, field by field, as a server-side dry run. Changes nothing.", "eye", "blue")
        {
            Example = ["settings: kubeflow.yaml", "package: kubeflow-distribution"],
            Roles = [Reading, "the Kubernetes right to patch, for the server-side dry run"],
        },
        new("status", "Status", "Kubeflow: status",
            "Says what is ready, what is not, and why. Changes nothing.", "activity", "green")
        {
            Roles = [Reading],
        },
        new("teardown", "Teardown", "Kubeflow: tear down",
            "Takes an installation away again, in reverse order. Storage stays unless it is named.", "trash-2", "red")
        {
            Example = ["settings: kubeflow.yaml", "confirm: kubeflow"],
            Roles = [Writing],
        },
        new("deploy", "Deploy", "Kubeflow: deploy",
            "Runs everything, from checking the settings to a working connection to Pipelines, in one step: services, clusters, package, ingress, access, profile.", "layers", "purple")
        {
            Example = ["settings: kubeflow.yaml", "package: kubeflow-distribution", "client-secret: ${{ secrets.IAP_CLIENT_SECRET }}"],
            Roles =
            [
                Writing, "roles/serviceusage.serviceUsageAdmin", "roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountKeyAdmin for access.mode: secret", "roles/iam.serviceAccountUser on the nodes' service account",
                "roles/resourcemanager.projectIamAdmin, narrowed by a condition (and in the management project)", "roles/iap.admin", "roles/compute.viewer", "roles/servicemanagement.admin",
                "roles/storage.admin", "roles/cloudsql.viewer", "roles/browser", "roles/krmapihosting.admin in the management project",
            ],
        },
    ];

    /// <summary>Tasks without an action, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Without { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Default"] = "prints the tasks for somebody at a terminal",
        ["Import"] = "makes a settings file, once, which is then edited and committed",
        ["ListImages"] = "prints the images for whoever mirrors them, from a terminal",
        ["ListSetters"] = "prints the setters for somebody who writes a settings file",
        ["Vendor"] = "writes into the package what is then committed: its result is reviewed, not repeated in every job",
        ["Build"] = "works on this repository", ["Clean"] = "works on this repository", ["Pack"] = "works on this repository", ["Test"] = "works on this repository",
    };

    /// <summary>The rows whose task exists.</summary>
    public static IReadOnlyList<ActionEntry> Actions { get; } = [.. Rows.Where(row => TaskCatalog.Names.Contains(row.Task))];

    public static ActionEntry Of(string name) => Actions.Single(a => a.Name == name);
}
