using static KfPipelineTasks.Settings.SettingKinds;
using static KfPipelineTasks.Settings.TaskNames;

namespace KfPipelineTasks.Settings;

/// <content>Nodes, accounts, people, connection, waiting and credentials.</content>
public static partial class SettingsTable
{
    private static IEnumerable<Setting> Nodes() =>
    [
        Choice(s => s.Access.Mode, (s, v) => s with { Access = new() { Mode = v } }) with
        {
            Path = "access.mode", Argument = "access-mode", Variable = "KFT_ACCESS_MODE", Tasks = [Validate, EnsureServiceAccount, EnsureCluster, EnsureNodePool, EnsureArtifactBucket, EnsurePipelinesSecret],
            Help = "How pipeline steps get their rights: nodes with an account of their own, Workload Identity, nodes with the full scope, or a key in a Secret.", Example = "workload-identity",
        },
        Text(s => s.NodePool.Name, (s, v) => s with { NodePool = s.NodePool with { Name = v } }) with
        {
            Path = "node-pool.name", Argument = "node-pool", Variable = "KFT_NODE_POOL", Tasks = [Validate, EnsureNodePool], DerivedDefault = "<cluster>-pool",
            Help = "Name of the node pool. A replacement gets a name of its own.", Example = "kubeflow-pool",
        },
        Text(s => s.NodePool.MachineType, (s, v) => s with { NodePool = s.NodePool with { MachineType = v } }) with
        {
            Path = "node-pool.machine-type", Argument = "machine-type", Variable = "KFT_MACHINE_TYPE", Tasks = [Validate, EnsureNodePool],
            Help = "Machine type of its nodes: at least 2 CPU and 4 GB.", Example = "e2-standard-8",
        },
        Number(s => s.NodePool.Nodes, (s, v) => s with { NodePool = s.NodePool with { Nodes = v } }) with
        {
            Path = "node-pool.nodes", Argument = "nodes", Variable = "KFT_NODES", Tasks = [Validate, EnsureNodePool], Min = 1, Max = 5000, Unit = "nodes",
            Help = "Number of nodes, counted as node-pool.count says. Kubeflow Pipelines needs three in all.", Example = "4",
        },
        Choice(s => s.NodePool.Count, (s, v) => s with { NodePool = s.NodePool with { Count = v } }) with
        {
            Path = "node-pool.count", Argument = "node-count", Variable = "KFT_NODE_COUNT", Tasks = [Validate, EnsureNodePool],
            Help = "What nodes, min-nodes and max-nodes count: all nodes of the pool, or those of each of its zones.", Example = "per-zone",
        },
        Number(s => s.NodePool.MinNodes, (s, v) => s with { NodePool = s.NodePool with { MinNodes = v } }) with
        {
            Path = "node-pool.min-nodes", Argument = "min-nodes", Variable = "KFT_MIN_NODES", Tasks = [Validate, EnsureNodePool], Max = 5000, Unit = "nodes",
            Help = "Lower bound of autoscaling; goes with max-nodes.", Example = "3",
        },
        Number(s => s.NodePool.MaxNodes, (s, v) => s with { NodePool = s.NodePool with { MaxNodes = v } }) with
        {
            Path = "node-pool.max-nodes", Argument = "max-nodes", Variable = "KFT_MAX_NODES", Tasks = [Validate, EnsureNodePool], Min = 1, Max = 5000, Unit = "nodes",
            Help = "Upper bound of autoscaling; goes with min-nodes. Without both the pool keeps its size.", Example = "10",
        },
        Number(s => s.NodePool.DiskSize, (s, v) => s with { NodePool = s.NodePool with { DiskSize = v } }) with
        {
            Path = "node-pool.disk-size", Argument = "disk-size", Variable = "KFT_DISK_SIZE", Tasks = [Validate, EnsureNodePool], Min = 10, Max = 65536, Unit = "GB",
            Help = "Boot disk of each node.", Example = "200",
        },
        Text(s => s.NodePool.DiskType, (s, v) => s with { NodePool = s.NodePool with { DiskType = v } }) with
        {
            Path = "node-pool.disk-type", Argument = "disk-type", Variable = "KFT_DISK_TYPE", Tasks = [EnsureNodePool],
            Help = "Type of the boot disk.", Example = "pd-ssd",
        },
        Text(s => s.NodePool.AcceleratorType, (s, v) => s with { NodePool = s.NodePool with { AcceleratorType = v } }) with
        {
            Path = "node-pool.accelerator-type", Argument = "accelerator-type", Variable = "KFT_ACCELERATOR_TYPE", Tasks = [Validate, EnsureNodePool],
            Help = "GPU type of the nodes; goes with accelerator-count.", Example = "nvidia-tesla-t4",
        },
        Number(s => s.NodePool.AcceleratorCount, (s, v) => s with { NodePool = s.NodePool with { AcceleratorCount = v } }) with
        {
            Path = "node-pool.accelerator-count", Argument = "accelerator-count", Variable = "KFT_ACCELERATOR_COUNT", Tasks = [Validate, EnsureNodePool], Max = 16, Unit = "GPUs per node",
            Help = "GPUs of each node.", Example = "1",
        },
        List(s => s.NodePool.Taints, (s, v) => s with { NodePool = s.NodePool with { Taints = v } }) with
        {
            Path = "node-pool.taints", Argument = "taints", Variable = "KFT_TAINTS", Tasks = [Validate, EnsureNodePool],
            Help = "Taints of the nodes, as kubectl writes them.", Example = "dedicated=ml:NoSchedule",
        },
        Map(s => s.NodePool.Labels, (s, v) => s with { NodePool = s.NodePool with { Labels = v } }) with
        {
            Path = "node-pool.labels", Argument = "node-labels", Variable = "KFT_NODE_LABELS", Tasks = [Validate, EnsureNodePool],
            Help = "Kubernetes labels of the nodes.", Example = "team=ml",
        },
        Choice(s => s.NodePool.UpgradeStrategy, (s, v) => s with { NodePool = s.NodePool with { UpgradeStrategy = v } }) with
        {
            Path = "node-pool.upgrade-strategy", Argument = "upgrade-strategy", Variable = "KFT_UPGRADE_STRATEGY", Tasks = [EnsureNodePool],
            Help = "How GKE changes nodes in place.", Example = "blue-green",
        },
        Number(s => s.NodePool.MaxSurge, (s, v) => s with { NodePool = s.NodePool with { MaxSurge = v } }) with
        {
            Path = "node-pool.max-surge", Argument = "max-surge", Variable = "KFT_MAX_SURGE", Tasks = [Validate, EnsureNodePool], Max = 20, Unit = "nodes",
            Help = "Nodes added at once during a surge upgrade.", Example = "2",
        },
        Number(s => s.NodePool.MaxUnavailable, (s, v) => s with { NodePool = s.NodePool with { MaxUnavailable = v } }) with
        {
            Path = "node-pool.max-unavailable", Argument = "max-unavailable", Variable = "KFT_MAX_UNAVAILABLE", Tasks = [Validate, EnsureNodePool], Max = 20, Unit = "nodes",
            Help = "Nodes that may be away at once during a surge upgrade.", Example = "1",
        },
        List(s => s.NodePool.Replace, (s, v) => s with { NodePool = s.NodePool with { Replace = v } }) with
        {
            Argument = "replace-pools", Variable = "KFT_REPLACE_POOLS", Tasks = [Validate, EnsureNodePool],
            Help = "Node pools that are drained and deleted once the wanted one is ready. Without it, and without replace-all-pools, no pool is deleted.", Example = "default-pool",
        },
        Switch(s => s.NodePool.ReplaceAll, (s, v) => s with { NodePool = s.NodePool with { ReplaceAll = v } }) with
        {
            Argument = "replace-all-pools", Variable = "KFT_REPLACE_ALL_POOLS", Tasks = [Validate, EnsureNodePool],
            Help = "Every other node pool is drained and deleted once the wanted one is ready.", Example = "true",
        },
        Switch(s => s.NodePool.DeleteEmptyDirData, (s, v) => s with { NodePool = s.NodePool with { DeleteEmptyDirData = v } }) with
        {
            Argument = "delete-emptydir-data", Variable = "KFT_DELETE_EMPTYDIR_DATA", Tasks = [EnsureNodePool],
            Help = "Pods with emptyDir volumes are moved off replaced pools, and the volumes' data is lost. The sidecars of Istio have such volumes, with nothing in them that counts.", Example = "true",
        },
        Switch(s => s.NodePool.DeleteUnmanagedPods, (s, v) => s with { NodePool = s.NodePool with { DeleteUnmanagedPods = v } }) with
        {
            Argument = "delete-unmanaged-pods", Variable = "KFT_DELETE_UNMANAGED_PODS", Tasks = [EnsureNodePool],
            Help = "Pods that no controller makes again are evicted from replaced pools, and gone.", Example = "true",
        },
    ];

    private static IEnumerable<Setting> Accounts() =>
    [
        Text(s => s.ServiceAccount.Name, (s, v) => s with { ServiceAccount = s.ServiceAccount with { Name = v } }) with
        {
            Path = "service-account.name", Argument = "service-account", Variable = "KFT_SERVICE_ACCOUNT", Tasks = [Validate, EnsureServiceAccount, EnsureCluster, EnsureNodePool, EnsureArtifactBucket, EnsurePipelinesSecret, Teardown], DerivedDefault = "<cluster>-vm",
            Help = "Id of the service account, the part before the @.", Example = "kubeflow-vm",
        },
        List(s => s.ServiceAccount.Roles, (s, v) => s with { ServiceAccount = s.ServiceAccount with { Roles = v } }) with
        {
            Path = "service-account.roles", Argument = "roles", Variable = "KFT_ROLES", Tasks = [Validate, EnsureServiceAccount],
            Help = "Roles in the project on top of logging.logWriter, monitoring.metricWriter, monitoring.viewer and storage.objectViewer.", Example = "roles/bigquery.dataViewer",
        },
        List(s => s.ServiceAccount.RemovedRoles, (s, v) => s with { ServiceAccount = s.ServiceAccount with { RemovedRoles = v } }) with
        {
            Path = "service-account.removed-roles", Argument = "removed-roles", Variable = "KFT_REMOVED_ROLES", Tasks = [Validate, EnsureServiceAccount],
            Help = "Roles in the project that are taken away from the account.", Example = "roles/editor",
        },
        List(s => s.ServiceAccount.Users, (s, v) => s with { ServiceAccount = s.ServiceAccount with { Users = v } }) with
        {
            Path = "service-account.users", Argument = "service-account-users", Variable = "KFT_SERVICE_ACCOUNT_USERS", Tasks = [Validate, EnsureServiceAccount, Teardown],
            Help = "Who may act as the account (roles/iam.serviceAccountUser, on the account alone). An e-mail without a prefix is a user.", Example = "user:alice@example.com",
        },
        List(s => s.ServiceAccount.WorkloadIdentities, (s, v) => s with { ServiceAccount = s.ServiceAccount with { WorkloadIdentities = v } }) with
        {
            Path = "service-account.workload-identities", Argument = "workload-identities", Variable = "KFT_WORKLOAD_IDENTITIES", Tasks = [Validate, EnsureServiceAccount, Teardown],
            Help = "Kubernetes service accounts that may act as the account, as namespace/name.", Example = "kubeflow/pipeline-runner",
        },
        Switch(s => s.ServiceAccount.AllowBasicRoles, (s, v) => s with { ServiceAccount = s.ServiceAccount with { AllowBasicRoles = v } }) with
        {
            Path = "service-account.allow-basic-roles", Argument = "allow-basic-roles", Variable = "KFT_ALLOW_BASIC_ROLES", Tasks = [Validate, EnsureServiceAccount],
            Help = "Lets roles/owner, roles/editor and roles/viewer be granted; they are refused otherwise.", Example = "true",
        },
        Text(s => s.PipelinesSecret.Namespace, (s, v) => s with { PipelinesSecret = s.PipelinesSecret with { Namespace = v } }) with
        {
            Path = "pipelines-secret.namespace", Argument = "secret-namespace", Variable = "KFT_SECRET_NAMESPACE", Tasks = [Validate, EnsurePipelinesSecret],
            Help = "Namespace of the Secret user-gcp-sa, for access.mode: secret.", Example = "kubeflow",
        },
        Duration(s => s.PipelinesSecret.RotateAfter, (s, v) => s with { PipelinesSecret = s.PipelinesSecret with { RotateAfter = v } }) with
        {
            Path = "pipelines-secret.rotate-after", Argument = "rotate-after", Variable = "KFT_ROTATE_AFTER", Tasks = [EnsurePipelinesSecret],
            Help = "A key older than this is replaced. Without it keys are not replaced for their age.", Example = "90d",
        },
    ];

    private static IEnumerable<Setting> People() =>
    [
        Choice(s => s.Iap.OAuth, (s, v) => s with { Iap = s.Iap with { OAuth = v } }) with
        {
            Path = "iap.oauth", Argument = "oauth", Variable = "KFT_OAUTH", Tasks = [Validate, TaskNames.Apply, ConfigureIap],
            Help = "Whose OAuth client Identity-Aware Proxy uses: one you made in the console, or Google's own (needs a project in an organisation).", Example = "google-managed",
        },
        Text(s => s.Iap.ClientId, (s, v) => s with { Iap = s.Iap with { ClientId = v } }) with
        {
            Path = "iap.client-id", Argument = "client-id", Variable = "CLIENT_ID", Tasks = [Validate, TaskNames.Apply, ConfigureIap, CheckPipelines], RequiredBy = [TaskNames.Apply, ConfigureIap], RequiredWhen = WithClient,
            Help = "Id of that client; oauth2-proxy of variant: gke-oauth2-proxy signs in with it too.", Example = "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com",
        },
        Secret(s => s.Iap.ClientSecret, (s, v) => s with { Iap = s.Iap with { ClientSecret = v } }) with
        {
            Path = "iap.client-secret", Argument = "client-secret", Variable = "CLIENT_SECRET", Tasks = [Validate, TaskNames.Apply], RequiredBy = [TaskNames.Apply], RequiredWhen = WithClient,
            Help = "Secret of that client.",
        },
        List(s => s.Iap.Members, (s, v) => s with { Iap = s.Iap with { Members = v } }) with
        {
            Path = "iap.members", Argument = "iap-members", Variable = "KFT_IAP_MEMBERS", Tasks = [Validate, TaskNames.Render, TaskNames.Apply, TaskNames.Plan, GrantIapAccess, Teardown],
            Help = "Who may come in (roles/iap.httpsResourceAccessor; for variants with oauth2-proxy users only). An e-mail without a prefix is a user.", Example = "group:ml-team@example.com",
        },
        List(s => s.Iap.RemovedMembers, (s, v) => s with { Iap = s.Iap with { RemovedMembers = v } }) with
        {
            Path = "iap.removed-members", Argument = "iap-removed-members", Variable = "KFT_IAP_REMOVED_MEMBERS", Tasks = [Validate, GrantIapAccess],
            Help = "Who may no longer come in.", Example = "user:bob@example.com",
        },
        Choice(s => s.Iap.Scope, (s, v) => s with { Iap = s.Iap with { Scope = v } }) with
        {
            Path = "iap.scope", Argument = "iap-scope", Variable = "KFT_IAP_SCOPE", Tasks = [Validate, GrantIapAccess, Teardown],
            Help = "Where that is granted: in the project's policy, for everything behind IAP, or for Kubeflow's backend service alone (lost when the ingress makes a new one, granted again by the next run).", Example = "iap-web",
        },
        Text(s => s.Iap.ConditionTitle, (s, v) => s with { Iap = s.Iap with { ConditionTitle = v } }) with
        {
            Path = "iap.condition-title", Argument = "iap-condition-title", Variable = "KFT_IAP_CONDITION_TITLE", Tasks = [Validate, GrantIapAccess],
            Help = "Title of the condition of the grant; goes with iap.condition.", Example = "until-summer",
        },
        Text(s => s.Iap.Condition, (s, v) => s with { Iap = s.Iap with { Condition = v } }) with
        {
            Path = "iap.condition", Argument = "iap-condition", Variable = "KFT_IAP_CONDITION", Tasks = [Validate, GrantIapAccess], Unit = "expression",
            Help = "Condition of the grant, in Common Expression Language.", Example = "request.time < timestamp(\"2030-07-01T00:00:00Z\")",
        },
        Secret(s => s.Dex.PasswordHash, (s, v) => s with { Dex = s.Dex with { PasswordHash = v } }) with
        {
            Path = "dex.password-hash", Argument = "dex-password-hash", Variable = "KFT_DEX_PASSWORD_HASH", Tasks = [Validate, TaskNames.Apply], RequiredBy = [TaskNames.Apply], RequiredWhen = s => s.Variant == KfPipelineTasks.Settings.Variant.Dex,
            Help = "bcrypt hash of the administrator's password, for variant: dex. The password of the tutorials is refused, however it is hashed.",
        },
        Text(s => s.Profile.Name, (s, v) => s with { Profile = s.Profile with { Name = v } }) with
        {
            Path = "profile.name", Argument = "profile", Variable = "KFT_PROFILE", Tasks = [Validate, EnsureProfile, ConnectSdk, CheckPipelines], RequiredBy = [EnsureProfile],
            Help = "Name of the Kubeflow profile, and of its namespace.", Example = "team-a",
        },
        Text(s => s.Profile.Owner, (s, v) => s with { Profile = s.Profile with { Owner = v } }) with
        {
            Path = "profile.owner", Argument = "profile-owner", Variable = "KFT_PROFILE_OWNER", Tasks = [Validate, EnsureProfile], DerivedDefault = "<admin-email>",
            Help = "E-mail of the profile's owner.", Example = "alice@example.com",
        },
        List(s => s.Profile.Contributors, (s, v) => s with { Profile = s.Profile with { Contributors = v } }) with
        {
            Path = "profile.contributors", Argument = "profile-contributors", Variable = "KFT_PROFILE_CONTRIBUTORS", Tasks = [Validate, EnsureProfile],
            Help = "E-mails of people who may work in the profile.", Example = "bob@example.com",
        },
        Map(s => s.Profile.Quota, (s, v) => s with { Profile = s.Profile with { Quota = v } }) with
        {
            Path = "profile.quota", Argument = "profile-quota", Variable = "KFT_PROFILE_QUOTA", Tasks = [Validate, EnsureProfile],
            Help = "Hard limits of the profile's ResourceQuota.", Example = "requests.nvidia.com/gpu=1",
        },
        Choice(s => s.Profile.RegistrationFlow, (s, v) => s with { Profile = s.Profile with { RegistrationFlow = v } }) with
        {
            Path = "profile.registration-flow", Argument = "registration-flow", Variable = "KFT_REGISTRATION_FLOW", Tasks = [TaskNames.Render, TaskNames.Apply, TaskNames.Plan, Status],
            Help = "Whether the dashboard makes a profile for whoever signs in for the first time (its variable REGISTRATION_FLOW). Google's distribution does, upstream Kubeflow does not.", Example = "false",
        },
    ];

    private static IEnumerable<Setting> Connection() =>
    [
        Choice(s => s.Pipelines.Identity, (s, v) => s with { Pipelines = s.Pipelines with { Identity = v } }) with
        {
            Path = "pipelines.identity", Argument = "pipelines-identity", Variable = "KFT_PIPELINES_IDENTITY", Tasks = [Validate, CheckPipelines],
            Help = "As whom CheckPipelines connects: the profile's service account, through Identity-Aware Proxy, or with the cookie of a session.", Example = "iap",
        },
        Text(s => s.Pipelines.Url, (s, v) => s with { Pipelines = s.Pipelines with { Url = v } }) with
        {
            Path = "pipelines.url", Argument = "pipelines-url", Variable = "KFT_PIPELINES_URL", Tasks = [Validate, CheckPipelines], RequiredBy = [CheckPipelines], RequiredWhen = s => s.Pipelines.Identity == PipelinesIdentity.Cookie,
            DerivedDefault = "the ml-pipeline Service, through the cluster; the installation's host for identity iap",
            Help = "Base address of the Kubeflow Pipelines API.", Example = "https://kubeflow.endpoints.ml-prod-1.cloud.goog/pipeline",
        },
        Text(s => s.Pipelines.Namespace, (s, v) => s with { Pipelines = s.Pipelines with { Namespace = v } }) with
        {
            Path = "pipelines.namespace", Argument = "pipelines-namespace", Variable = "KFT_PIPELINES_NAMESPACE", Tasks = [Validate, ConnectSdk, CheckPipelines], DerivedDefault = "<profile>",
            Help = "Namespace that the SDK is connected from, and whose experiments are listed.", Example = "team-a",
        },
        Secret(s => s.Pipelines.Cookie, (s, v) => s with { Pipelines = s.Pipelines with { Cookie = v } }) with
        {
            Path = "pipelines.cookie", Argument = "pipelines-cookie", Variable = "KFT_PIPELINES_COOKIE", Tasks = [CheckPipelines], RequiredBy = [CheckPipelines], RequiredWhen = s => s.Pipelines.Identity == PipelinesIdentity.Cookie,
            Help = "Cookie header of a signed-in session, for pipelines.identity: cookie.",
        },
        Switch(s => s.Pipelines.LegacyPolicy, (s, v) => s with { Pipelines = s.Pipelines with { LegacyPolicy = v } }) with
        {
            Path = "pipelines.legacy-policy", Argument = "legacy-policy", Variable = "KFT_LEGACY_POLICY", Tasks = [ConnectSdk],
            Help = "ConnectSdk writes the old authorization policy, which lets Pods of the profile speak as any user.", Example = "true",
        },
    ];

    private static IEnumerable<Setting> Waiting() =>
    [
        Duration(s => s.Timeouts.Ready, (s, v) => s with { Timeouts = s.Timeouts with { Ready = v } }) with
        {
            Path = "timeouts.ready", Argument = "timeout", Variable = "KFT_TIMEOUT", Tasks = [ApplyKcc, TaskNames.Apply, EnsureProfile, ConnectSdk, EnsureNodePool, CheckPipelines, ConfigureIap],
            Help = "How long applied objects (and new nodes) may take to become ready.", Example = "40m",
        },
        DurationMap(s => s.Timeouts.Kinds, (s, v) => s with { Timeouts = s.Timeouts with { Kinds = v } }) with
        {
            Path = "timeouts.kinds", Argument = "kind-timeouts", Variable = "KFT_KIND_TIMEOUTS", Tasks = [ApplyKcc, TaskNames.Apply, ConfigureIap],
            Help = "The same for single kinds.", Example = "SQLInstance=30m",
        },
        Duration(s => s.Timeouts.Failing, (s, v) => s with { Timeouts = s.Timeouts with { Failing = v } }) with
        {
            Path = "timeouts.failing", Argument = "failing-timeout", Variable = "KFT_FAILING_TIMEOUT", Tasks = [ApplyKcc, TaskNames.Apply],
            Help = "How long a workload may keep failing (it crashes, its image cannot be had) while nothing else moves, before waiting for it ends.", Example = "10m",
        },
        Duration(s => s.Timeouts.Operation, (s, v) => s with { Timeouts = s.Timeouts with { Operation = v } }) with
        {
            Path = "timeouts.operation", Argument = "operation-timeout", Variable = "KFT_OPERATION_TIMEOUT", Tasks = [EnableServices, EnsureManagementCluster, EnsureNodePool, Teardown, ConfigureIap],
            Help = "How long one operation of Google Cloud may take.", Example = "45m",
        },
        Duration(s => s.Timeouts.Ingress, (s, v) => s with { Timeouts = s.Timeouts with { Ingress = v } }) with
        {
            Path = "timeouts.ingress", Argument = "ingress-timeout", Variable = "KFT_INGRESS_TIMEOUT", Tasks = [ConfigureIap],
            Help = "How long address, backends, certificate and name of the ingress may take.", Example = "1h",
        },
        Duration(s => s.Timeouts.Drain, (s, v) => s with { Timeouts = s.Timeouts with { Drain = v } }) with
        {
            Path = "timeouts.drain", Argument = "drain-timeout", Variable = "KFT_DRAIN_TIMEOUT", Tasks = [EnsureNodePool],
            Help = "How long evicting the Pods of one node may take.", Example = "30m",
        },
        Duration(s => s.Timeouts.Delete, (s, v) => s with { Timeouts = s.Timeouts with { Delete = v } }) with
        {
            Path = "timeouts.delete", Argument = "delete-timeout", Variable = "KFT_DELETE_TIMEOUT", Tasks = [TaskNames.Apply, Teardown],
            Help = "How long deleted objects may take to be gone.", Example = "30m",
        },
        Duration(s => s.Timeouts.Lock, (s, v) => s with { Timeouts = s.Timeouts with { Lock = v } }) with
        {
            Path = "timeouts.lock", Argument = "lock-timeout", Variable = "KFT_LOCK_TIMEOUT", Tasks = [ApplyKcc, TaskNames.Apply, Teardown, ConfigureIap],
            Help = "How long to wait for another run that holds the cluster's lock; 0s: not at all.", Example = "0s",
        },
    ];

    private static IEnumerable<Setting> Credentials() =>
    [
        Choice(s => s.Auth.Mode, (s, v) => s with { Auth = s.Auth with { Mode = v } }) with
        {
            Path = "auth.mode", Argument = "auth", Variable = "KFT_AUTH", Tasks = Gke,
            Help = "Google credentials: Application Default Credentials, workload identity federation from a GitHub job, a service account key, or an access token.", Example = "federation",
        },
        Text(s => s.Auth.Provider, (s, v) => s with { Auth = s.Auth with { Provider = v } }) with
        {
            Path = "auth.provider", Argument = "auth-provider", Variable = "KFT_AUTH_PROVIDER", Tasks = Gke, RequiredBy = Gke, RequiredWhen = s => s is { NeedsGoogleCloud: true, IsRehearsal: false } && s.Auth.Mode == AuthMode.Federation,
            Help = "Workload identity provider, with the project's number.", Example = "projects/123456789012/locations/global/workloadIdentityPools/github/providers/main",
        },
        Text(s => s.Auth.Impersonate, (s, v) => s with { Auth = s.Auth with { Impersonate = v } }) with
        {
            Path = "auth.impersonate", Argument = "impersonate", Variable = "KFT_IMPERSONATE", Tasks = Gke,
            Help = "E-mail of the service account to act as.", Example = "deployer@ml-prod-1.iam.gserviceaccount.com",
        },
        Secret(s => s.Auth.Key, (s, v) => s with { Auth = s.Auth with { Key = v } }) with
        {
            Path = "auth.key", Argument = "service-account-key", Variable = "KFT_SERVICE_ACCOUNT_KEY", Tasks = Gke, RequiredBy = Gke, RequiredWhen = s => s is { NeedsGoogleCloud: true, IsRehearsal: false } && s.Auth.Mode == AuthMode.Key,
            Help = "JSON of a service account key, for auth.mode: key.",
        },
        Secret(s => s.Auth.Token, (s, v) => s with { Auth = s.Auth with { Token = v } }) with
        {
            Path = "auth.token", Argument = "access-token", Variable = "KFT_ACCESS_TOKEN", Tasks = Gke, RequiredBy = Gke, RequiredWhen = s => s is { NeedsGoogleCloud: true, IsRehearsal: false } && s.Auth.Mode == AuthMode.Token,
            Help = "OAuth access token, for auth.mode: token. It is not refreshed.",
        },
    ];
}
