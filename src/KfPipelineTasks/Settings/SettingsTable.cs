using static KfPipelineTasks.Settings.SettingKinds;
using static KfPipelineTasks.Settings.TaskNames;

namespace KfPipelineTasks.Settings;

/// <summary>
/// The one table of settings. Whoever adds a setting adds a property to a record of <see cref="DeploySettings"/> and a row here;
/// reading, <c>Default</c>, the README table, the JSON schema and the action inputs follow from it.
/// </summary>
public static partial class SettingsTable
{
    // These stand before All: static fields are filled in textual order.
    private static readonly string[] Gke =
        [Validate, EnableServices, EnsureManagementCluster, EnsureServiceAccount, EnsureCluster, EnsureNodePool, EnsureArtifactBucket, EnsurePipelinesSecret, ListClusters, KptSet, ApplyKcc, TaskNames.Apply, TaskNames.Plan, Status, ConfigureIap, GrantIapAccess, EnsureProfile, ConnectSdk, CheckPipelines, Teardown];

    private static readonly string[] OnCluster =
        [Validate, EnsureNodePool, EnsurePipelinesSecret, ListClusters, KptSet, ApplyKcc, TaskNames.Apply, TaskNames.Plan, Status, ConfigureIap, EnsureProfile, ConnectSdk, CheckPipelines, Teardown];

    private static readonly string[] OfPackage = [Validate, KptSet, ListSetters, ListImages, TaskNames.Render, Vendor, ApplyKcc, TaskNames.Apply, TaskNames.Plan, Status, Teardown];

    private static readonly string[] Rendering = [ListImages, TaskNames.Render, ApplyKcc, TaskNames.Apply, TaskNames.Plan, Status, Teardown];

    private static readonly string[] ApplyingSets = [ApplyKcc, TaskNames.Apply, TaskNames.Plan, ConfigureIap, EnsureProfile, ConnectSdk];

    private static readonly string[] Writing = [.. ApplyingSets, EnsurePipelinesSecret];

    /// <summary>Every setting once, in the order in which people read about them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. Of("The run", Run()), .. Of("Project and place", Where()), .. Of("Clusters, mesh and storage", Clusters()), .. Of("Package", Packages()),
        .. Of("Writing to clusters", Applying()), .. Of("Nodes and access", Nodes()), .. Of("Service account", Accounts()), .. Of("People", People()),
        .. Of("Connection to Pipelines", Connection()), .. Of("Waiting", Waiting()), .. Of("Google credentials", Credentials()),
    ];

    /// <summary>By argument, input or alias, in any case.</summary>
    public static IReadOnlyDictionary<string, Setting> ByArgument { get; } = All
        .SelectMany(s => s.Aliases.Prepend(s.Argument).Select(name => (name, s)))
        .ToDictionary(e => e.name, e => e.s, StringComparer.OrdinalIgnoreCase);

    /// <summary>By environment variable.</summary>
    public static IReadOnlyDictionary<string, Setting> ByVariable { get; } = All.ToDictionary(s => s.Variable, StringComparer.Ordinal);

    /// <summary>By path in <c>kubeflow.yaml</c>.</summary>
    public static IReadOnlyDictionary<string, Setting> ByPath { get; } = All.Where(s => s.Path is not null).ToDictionary(s => s.Path!, StringComparer.Ordinal);

    /// <summary>By property: <c>Cluster.Name</c>.</summary>
    public static IReadOnlyDictionary<string, Setting> ByProperty { get; } = All.ToDictionary(s => s.Property, StringComparer.Ordinal);

    /// <summary>The setting that says where the settings file is: read before all others.</summary>
    public static Setting File => ByProperty["Run.SettingsFile"];

    /// <summary>The settings a task reads, in table order.</summary>
    public static IEnumerable<Setting> ReadBy(string task) => All.Where(s => s.Tasks.Contains(task));

    private static bool OnGoogleCloud(DeploySettings settings) => settings.NeedsGoogleCloud;

    private static bool OfDistribution(DeploySettings settings) => settings.NeedsManagementCluster;

    private static bool BehindIap(DeploySettings settings) => settings.Variant == KfPipelineTasks.Settings.Variant.GkeIap;

    // IAP can do with a client of Google's; oauth2-proxy needs one of one's own.
    private static bool WithClient(DeploySettings settings) => (BehindIap(settings) && settings.Iap.OAuth == OAuthMode.Custom) || settings.Variant == KfPipelineTasks.Settings.Variant.GkeOauth2Proxy;

    private static bool WithPeople(DeploySettings settings) => settings.NeedsManagementCluster || settings.SignsInByProxy;

    private static IEnumerable<Setting> Of(string group, IEnumerable<Setting> settings) => settings.Select(s => s with { Group = group });

    private static IEnumerable<Setting> Run() =>
    [
        Path(s => s.Run.SettingsFile, (s, v) => s with { Run = s.Run with { SettingsFile = v } }) with
        {
            Argument = "settings", Variable = "KFT_SETTINGS", Tasks = TaskNames.All, DerivedDefault = "kubeflow.yaml, if it is there",
            Help = "The settings file. With --cloud=local and no file, a built-in sample is used.", Example = "environments/prod.yaml",
        },
        Choice(s => s.Cloud, (s, v) => s with { Cloud = v }) with
        {
            Path = "cloud", Argument = "cloud", Variable = "KFT_CLOUD", Tasks = TaskNames.All,
            Help = "Google Cloud, or a rehearsal against a local cloud that runs inside the program.", Example = "local",
        },
        Text(s => s.LocalCloud.Url, (s, v) => s with { LocalCloud = new() { Url = v } }) with
        {
            Path = "local-cloud.url", Argument = "local-cloud", Variable = "KFT_LOCAL_CLOUD", Tasks = TaskNames.All,
            Help = "Base address of a running local cloud, for cloud: local. Without it one is started for the run.", Example = "http://127.0.0.1:8600",
        },
        Choice(s => s.Variant, (s, v) => s with { Variant = v }) with
        {
            Path = "variant", Argument = "variant", Variable = "KFT_VARIANT", Tasks = TaskNames.All,
            DerivedDefault = "gke-iap; existing-cluster when a kubeconfig or context is given and no project",
            Help = "The kind of installation. existing-cluster makes no Google Cloud call.", Example = "pipelines-standalone",
        },
        Switch(s => s.Run.Plan, (s, v) => s with { Run = s.Run with { Plan = v } }) with
        {
            Argument = "plan", Variable = "KFT_PLAN", Tasks = TaskNames.All,
            Help = "Every task looks and says what it would do; none writes.", Example = "true",
        },
        Switch(s => s.Run.DetailedExitCode, (s, v) => s with { Run = s.Run with { DetailedExitCode = v } }) with
        {
            Argument = "detailed-exitcode", Variable = "KFT_DETAILED_EXITCODE", Tasks = TaskNames.All,
            Help = "A plan that found changes ends with exit code 3 in place of 0.", Example = "true",
        },
        Switch(s => s.Run.Offline, (s, v) => s with { Run = s.Run with { Offline = v } }) with
        {
            Argument = "offline", Variable = "KFT_OFFLINE", Tasks = [Validate],
            Help = "Validate looks at the settings alone and asks nobody: needs no credentials and no network.", Example = "true",
        },
        Choice(s => s.Run.Output, (s, v) => s with { Run = s.Run with { Output = v } }) with
        {
            Argument = "output", Variable = "KFT_OUTPUT", Tasks = TaskNames.All,
            Help = "How the program speaks: text for people, github for workflow logs, json for programs (one object per line). auto chooses between the first two.", Example = "json",
        },
        Path(s => s.Run.Report, (s, v) => s with { Run = s.Run with { Report = v } }) with
        {
            Argument = "report", Variable = "KFT_REPORT", Tasks = TaskNames.All, IsInput = false,
            Help = "Folder that gets report.json and report.html.", Example = "out/report",
        },
    ];

    private static IEnumerable<Setting> Where() =>
    [
        Text(s => s.Project.Id, (s, v) => s with { Project = s.Project with { Id = v } }) with
        {
            Path = "project.id", Argument = "project", Variable = "KF_PROJECT", Tasks = Gke, RequiredBy = Gke, RequiredWhen = OnGoogleCloud,
            Help = "Id of the Google Cloud project that Kubeflow lives in. At most 26 characters: its service account is kcc-<project>.", Example = "ml-prod-1",
        },
        Text(s => s.Project.Number, (s, v) => s with { Project = s.Project with { Number = v } }) with
        {
            Path = "project.number", Argument = "project-number", Variable = "KF_PROJECT_NUMBER", Tasks = [Validate, KptSet, ApplyKcc, TaskNames.Apply, ConfigureIap, GrantIapAccess],
            RequiredBy = [KptSet], RequiredWhen = OfDistribution,
            Help = "Number of that project: gcloud projects describe <project> --format='value(projectNumber)'.", Example = "123456789012",
        },
        Text(s => s.Place.Location, (s, v) => s with { Place = s.Place with { Location = v } }) with
        {
            Path = "location", Argument = "location", Variable = "LOCATION", Tasks = Gke, RequiredBy = [.. Gke.Except([EnableServices, EnsureServiceAccount, GrantIapAccess, ListClusters])], RequiredWhen = OnGoogleCloud,
            Help = "Region or zone of the Kubeflow cluster; a region makes a regional cluster. ListClusters looks everywhere without it.", Example = "us-central1",
        },
        Text(s => s.Place.Region, (s, v) => s with { Place = s.Place with { Region = v } }) with
        {
            Path = "region", Argument = "region", Variable = "REGION", Tasks = [Validate, KptSet, EnsureArtifactBucket], DerivedDefault = "the region of location",
            Help = "Region of everything regional.", Example = "us-central1",
        },
        Text(s => s.Place.Zone, (s, v) => s with { Place = s.Place with { Zone = v } }) with
        {
            Path = "zone", Argument = "zone", Variable = "ZONE", Tasks = [Validate, KptSet], RequiredBy = [KptSet], RequiredWhen = OfDistribution, DerivedDefault = "location, when that is a zone",
            Help = "Zone of everything zonal, such as the database.", Example = "us-central1-c",
        },
        Text(s => s.AdminEmail, (s, v) => s with { AdminEmail = v }) with
        {
            Path = "admin-email", Argument = "admin-email", Variable = "ADMIN_EMAIL", Tasks = [Validate, KptSet, TaskNames.Render, TaskNames.Apply, TaskNames.Plan, EnsureProfile], RequiredBy = [KptSet], RequiredWhen = WithPeople,
            Help = "E-mail of the administrator, as they sign in to Google Cloud.", Example = "admin@example.com",
        },
    ];

    private static IEnumerable<Setting> Clusters() =>
    [
        Text(s => s.Cluster.Name, (s, v) => s with { Cluster = s.Cluster with { Name = v } }) with
        {
            Path = "cluster.name", Argument = "cluster", Variable = "KF_NAME", Tasks = Gke, RequiredBy = [.. Gke.Except([EnableServices, ListClusters])], RequiredWhen = OnGoogleCloud,
            Help = "Name of the Kubeflow cluster and of the installation: 2-24 lower-case letters, digits and hyphens.", Example = "kubeflow",
        },
        Path(s => s.Cluster.Kubeconfig, (s, v) => s with { Cluster = s.Cluster with { Kubeconfig = v } }) with
        {
            Path = "cluster.kubeconfig", Argument = "kubeconfig", Variable = "KFT_KUBECONFIG", Tasks = OnCluster, IsInput = false,
            Help = "kubeconfig file of the Kubeflow cluster. Without it the cluster's address is asked from Google Cloud.", Example = "~/.kube/config",
        },
        Text(s => s.Cluster.Context, (s, v) => s with { Cluster = s.Cluster with { Context = v } }) with
        {
            Path = "cluster.context", Argument = "context", Variable = "KFT_CONTEXT", Tasks = OnCluster, DerivedDefault = "the cluster's name; the current context of a given kubeconfig",
            Help = "kubeconfig context of the Kubeflow cluster.", Example = "kubeflow",
        },
        Text(s => s.Cluster.Uid, (s, v) => s with { Cluster = s.Cluster with { Uid = v } }) with
        {
            Path = "cluster.uid", Argument = "cluster-uid", Variable = "KFT_CLUSTER_UID", Tasks = OnCluster,
            Help = "UID of the cluster's namespace kube-system (kubectl get namespace kube-system -o jsonpath={.metadata.uid}): whatever name or address leads elsewhere, that cluster is refused.", Example = "8f14e45f-ceea-467f-a0e6-1d2b6b2f5c3e",
        },
        Choice(s => s.Cluster.Endpoint, (s, v) => s with { Cluster = s.Cluster with { Endpoint = v } }) with
        {
            Path = "cluster.endpoint", Argument = "endpoint", Variable = "KFT_ENDPOINT", Tasks = OnCluster,
            Help = "Which door of the control plane is used when its address is asked from Google Cloud.", Example = "dns",
        },
        Choice(s => s.Cluster.ReleaseChannel, (s, v) => s with { Cluster = s.Cluster with { ReleaseChannel = v } }) with
        {
            Path = "cluster.release-channel", Argument = "release-channel", Variable = "KFT_RELEASE_CHANNEL", Tasks = [EnsureCluster],
            Help = "How early a cluster that is made gets new releases of Kubernetes.", Example = "regular",
        },
        Switch(s => s.Cluster.RequireEligible, (s, v) => s with { Cluster = s.Cluster with { RequireEligible = v } }) with
        {
            Argument = "require-eligible", Variable = "KFT_REQUIRE_ELIGIBLE", Tasks = [ListClusters],
            Help = "ListClusters ends with exit code 2 when the cluster named by cluster.name is not eligible.", Example = "true",
        },
        Text(s => s.Management.Project, (s, v) => s with { Management = s.Management with { Project = v } }) with
        {
            Path = "management.project", Argument = "management-project", Variable = "MGMT_PROJECT", Tasks = [Validate, EnableServices, EnsureManagementCluster, KptSet, ApplyKcc, TaskNames.Apply, Teardown], DerivedDefault = "<project>",
            Help = "Project of the management cluster.", Example = "ml-management",
        },
        Text(s => s.Management.Name, (s, v) => s with { Management = s.Management with { Name = v } }) with
        {
            Path = "management.name", Argument = "management-name", Variable = "MGMT_NAME", Tasks = [Validate, EnsureManagementCluster, KptSet, ApplyKcc, TaskNames.Apply, Teardown],
            RequiredBy = [EnsureManagementCluster, KptSet, ApplyKcc], RequiredWhen = OfDistribution,
            Help = "Name of the management cluster (Config Controller): 2-18 lower-case letters, digits and hyphens; not the Kubeflow cluster's.", Example = "kf-management",
        },
        Text(s => s.Management.Location, (s, v) => s with { Management = s.Management with { Location = v } }) with
        {
            Path = "management.location", Argument = "management-location", Variable = "KFT_MANAGEMENT_LOCATION", Tasks = [Validate, EnsureManagementCluster, KptSet, ApplyKcc, TaskNames.Apply], DerivedDefault = "<region>",
            Help = "Region of the management cluster; Config Controller is not offered everywhere.", Example = "us-central1",
        },
        Text(s => s.Management.Context, (s, v) => s with { Management = s.Management with { Context = v } }) with
        {
            Path = "management.context", Argument = "management-context", Variable = "MGMTCTXT", Tasks = [Validate, EnsureManagementCluster, KptSet, ApplyKcc, TaskNames.Apply, Teardown], DerivedDefault = "<management name>",
            Help = "kubeconfig context of the management cluster; not the Kubeflow cluster's.", Example = "kf-management",
        },
        Path(s => s.Management.Kubeconfig, (s, v) => s with { Management = s.Management with { Kubeconfig = v } }) with
        {
            Path = "management.kubeconfig", Argument = "management-kubeconfig", Variable = "KFT_MANAGEMENT_KUBECONFIG", Tasks = [Validate, ApplyKcc, TaskNames.Apply, TaskNames.Plan, Status, Teardown], IsInput = false,
            Help = "kubeconfig file of the management cluster. Without it the cluster's address is asked from Google Cloud.", Example = "~/.kube/management",
        },
        Switch(s => s.Management.OwnerRole, (s, v) => s with { Management = s.Management with { OwnerRole = v } }) with
        {
            Path = "management.owner-role", Argument = "management-owner-role", Variable = "KFT_MANAGEMENT_OWNER_ROLE", Tasks = [EnsureManagementCluster],
            Help = "Gives Config Controller's identity roles/owner, as the distribution does, in place of the least set of roles.", Example = "true",
        },
        Choice(s => s.Mesh.Provider, (s, v) => s with { Mesh = s.Mesh with { Provider = v } }) with
        {
            Path = "mesh.provider", Argument = "mesh", Variable = "KFT_MESH", Tasks = [Validate, KptSet, TaskNames.Apply, TaskNames.Plan],
            Help = "Where the service mesh comes from: Istio out of the package, the managed mesh, or somebody else (checked, not installed).", Example = "managed",
        },
        Text(s => s.Mesh.Label, (s, v) => s with { Mesh = s.Mesh with { Label = v } }) with
        {
            Path = "mesh.label", Argument = "asm-label", Variable = "ASM_LABEL", Tasks = [Validate, KptSet], RequiredBy = [KptSet], RequiredWhen = s => OfDistribution(s) && s.Mesh.Provider == MeshProvider.External, DerivedDefault = "default; asm-managed for mesh.provider: managed",
            Help = "Revision of the mesh that namespaces ask for (label istio.io/rev).", Example = "asm-1162-2",
        },
        Text(s => s.Storage.Bucket, (s, v) => s with { Storage = s.Storage with { Bucket = v } }) with
        {
            Path = "storage.bucket", Argument = "bucket", Variable = "BUCKET_NAME", Tasks = [Validate, EnsureArtifactBucket, KptSet], DerivedDefault = "<project>-kfp",
            Help = "Bucket for pipeline artifacts; bucket names are unique in the whole world.", Example = "ml-prod-1-kfp",
        },
        Text(s => s.Storage.SqlInstance, (s, v) => s with { Storage = s.Storage with { SqlInstance = v } }) with
        {
            Path = "storage.sql-instance", Argument = "sql-instance", Variable = "CLOUDSQL_NAME", Tasks = [Validate, KptSet], DerivedDefault = "<cluster>-kfp",
            Help = "Cloud SQL instance of Kubeflow Pipelines. A deleted instance's name cannot be used again for a week.", Example = "kubeflow-kfp",
        },
        Text(s => s.Storage.PipelineRoot, (s, v) => s with { Storage = s.Storage with { PipelineRoot = v } }) with
        {
            Path = "storage.pipeline-root", Argument = "pipeline-root", Variable = "KFT_PIPELINE_ROOT", Tasks = [Validate, KptSet], DerivedDefault = "gs://<bucket>/v2/artifacts; without Google Cloud minio://mlpipeline/v2/artifacts",
            Help = "Where pipelines write artifacts unless they say otherwise.", Example = "gs://ml-prod-1-kfp/v2/artifacts",
        },
    ];

    private static IEnumerable<Setting> Packages() =>
    [
        Path(s => s.Package.Path, (s, v) => s with { Package = s.Package with { Path = v } }) with
        {
            Path = "package.path", Argument = "package", Aliases = ["path", "f"], Variable = "KFT_PACKAGE", Tasks = OfPackage, DerivedDefault = "the small installation that comes with the program",
            Help = "Folder of the Kubeflow distribution, any folder or kustomization, a file, or - for standard input.", Example = "kubeflow-distribution",
        },
        Components(s => s.Package.Components, (s, v) => s with { Package = s.Package with { Components = v } }) with
        {
            Path = "components", Argument = "components", Variable = "KFT_COMPONENTS", Tasks = [ListImages, TaskNames.Render, Vendor, TaskNames.Apply, TaskNames.Plan, Status], DerivedDefault = "the package's own list",
            Help = "Components to work on, in order. In the file: {name, path, cluster: kubeflow|management}; elsewhere name, name=path or name=path@management.", Example = "common/istio, apps/pipelines",
        },
        List(s => s.Package.External, (s, v) => s with { Package = s.Package with { External = v } }) with
        {
            Path = "package.external", Argument = "external", Variable = "KFT_EXTERNAL", Tasks = [TaskNames.Apply, TaskNames.Plan, Status, Teardown],
            Help = "Components that somebody else has installed. They are not applied, pruned or taken down; before anything is written, the cluster must have the kinds and Services that the other components need of them.", Example = "common/cert-manager",
        },
        Map(s => s.Package.Setters, (s, v) => s with { Package = s.Package with { Setters = v } }) with
        {
            Path = "package.setters", Argument = "set", Variable = "KFT_SET", Tasks = [KptSet],
            Help = "Setter values on top of those that follow from the settings.", Example = "managed-project=ml-prod-1",
        },
        Path(s => s.Package.SettersFile, (s, v) => s with { Package = s.Package with { SettersFile = v } }) with
        {
            Path = "package.setters-file", Argument = "setters", Variable = "KFT_SETTERS", Tasks = [KptSet],
            Help = "File with setter values: a ConfigMap or a plain map.", Example = "setters.yaml",
        },
        Switch(s => s.Package.AllowUnused, (s, v) => s with { Package = s.Package with { AllowUnused = v } }) with
        {
            Path = "package.allow-unused", Argument = "allow-unused", Variable = "KFT_ALLOW_UNUSED", Tasks = [KptSet],
            Help = "Setters that no file asks for, and setters that no value is known for, are not errors.", Example = "true",
        },
        Switch(s => s.Package.SkipInvalid, (s, v) => s with { Package = s.Package with { SkipInvalid = v } }) with
        {
            Path = "package.skip-invalid", Argument = "skip-invalid", Variable = "KFT_SKIP_INVALID", Tasks = [KptSet, ListSetters],
            Help = "Files that are not valid YAML (Helm templates) are listed and skipped in place of being errors.", Example = "true",
        },
        Choice(s => s.Package.Typing, (s, v) => s with { Package = s.Package with { Typing = v } }) with
        {
            Path = "package.compat", Argument = "compat", Variable = "KFT_COMPAT", Tasks = [KptSet],
            Help = "keep: a string stays a string, quoted where its new text would read as a number. kpt: as kpt does it, the new text decides.", Example = "kpt",
        },
        Map(s => s.Package.Images, (s, v) => s with { Package = s.Package with { Images = v } }) with
        {
            Path = "package.images", Argument = "image", Variable = "KFT_IMAGES", Tasks = Rendering,
            Help = "Where images come from, by the beginning of their names: from a mirror, in place of a registry that is gone. The longest beginning counts; images in arguments, variables and ConfigMaps are changed too.", Example = "gcr.io/ml-pipeline/=mirror.example.com/kfp/",
        },
        Switch(s => s.Run.Check, (s, v) => s with { Run = s.Run with { Check = v } }) with
        {
            Argument = "check", Variable = "KFT_CHECK", Tasks = [KptSet],
            Help = "KptSet writes nothing and ends with exit code 3 when the package is not set.", Example = "true",
        },
        Path(s => s.Render.Directory, (s, v) => s with { Render = s.Render with { Directory = v } }) with
        {
            Path = "render.directory", Argument = "render-directory", Variable = "KFT_RENDER_DIRECTORY", Tasks = [TaskNames.Render], IsInput = false,
            Help = "Folder in which Render writes one file per object.", Example = "out/rendered",
        },
        Switch(s => s.Render.Cache, (s, v) => s with { Render = s.Render with { Cache = v } }) with
        {
            Path = "render.cache", Argument = "render-cache", Variable = "KFT_RENDER_CACHE", Tasks = Rendering,
            Help = "Keeps what kustomize made of a component, and runs it again only when a file that goes in, or kustomize itself, has changed.", Example = "false",
        },
        Path(s => s.Render.CacheDirectory, (s, v) => s with { Render = s.Render with { CacheDirectory = v } }) with
        {
            Path = "render.cache-directory", Argument = "render-cache-directory", Variable = "KFT_RENDER_CACHE_DIRECTORY", Tasks = Rendering, IsInput = false,
            DerivedDefault = "kf-pipeline-tasks/rendered in the user's cache folder",
            Help = "Folder in which it is kept. Only its owner can read it, as components may bring Secrets.", Example = ".cache/rendered",
        },
    ];

    private static IEnumerable<Setting> Applying() =>
    [
        Text(s => s.Apply.FieldManager, (s, v) => s with { Apply = s.Apply with { FieldManager = v } }) with
        {
            Path = "apply.field-manager", Argument = "field-manager", Variable = "KFT_FIELD_MANAGER", Tasks = Writing,
            Help = "Name under which fields are owned in the cluster.", Example = "kf-pipeline-tasks",
        },
        Switch(s => s.Apply.ForceConflicts, (s, v) => s with { Apply = s.Apply with { ForceConflicts = v } }) with
        {
            Path = "apply.force-conflicts", Argument = "force-conflicts", Variable = "KFT_FORCE_CONFLICTS", Tasks = ApplyingSets,
            Help = "Takes over every field that another field manager owns. Without it conflicts are listed and nothing of the object is written.", Example = "true",
        },
        List(s => s.Apply.ForceFields, (s, v) => s with { Apply = s.Apply with { ForceFields = v } }) with
        {
            Path = "apply.force-fields", Argument = "force-fields", Variable = "KFT_FORCE_FIELDS", Tasks = ApplyingSets,
            Help = "The fields to take over, as paths, in place of all of them.", Example = "spec.replicas",
        },
        Text(s => s.Apply.Inventory, (s, v) => s with { Apply = s.Apply with { Inventory = v } }) with
        {
            Path = "apply.inventory", Argument = "inventory", Variable = "KFT_INVENTORY", Tasks = [TaskNames.Apply, TaskNames.Plan],
            Help = "Name under which the cluster remembers what was applied (an ApplySet). Objects of that name that are no longer wanted are pruned. Default: the cluster's name for a Kubeflow package or an installation of a variant; nothing is remembered, or pruned, for other manifests on an existing cluster.",
            Example = "team-tools",
        },
        Switch(s => s.Apply.Prune, (s, v) => s with { Apply = s.Apply with { Prune = v } }) with
        {
            Path = "apply.prune", Argument = "prune", Variable = "KFT_PRUNE", Tasks = [TaskNames.Apply, TaskNames.Plan],
            Help = "Deletes objects that an earlier run applied and that are no longer wanted. Namespaces, definitions, volumes and cloud storage always stay.", Example = "false",
        },
        Switch(s => s.Apply.AllowEmpty, (s, v) => s with { Apply = s.Apply with { AllowEmpty = v } }) with
        {
            Path = "apply.allow-empty", Argument = "allow-empty", Variable = "KFT_ALLOW_EMPTY", Tasks = [TaskNames.Apply, TaskNames.Plan],
            Help = "A package in which nothing is left for a cluster prunes everything it had there; without this such a package is refused, since a wrong path looks the same.", Example = "true",
        },
        Number(s => s.Apply.Parallel, (s, v) => s with { Apply = s.Apply with { Parallel = v } }) with
        {
            Path = "apply.parallel", Argument = "parallel", Variable = "KFT_PARALLEL", Tasks = Writing, Min = 1, Max = 256, Unit = "requests",
            Help = "Objects sent at the same time, at most.", Example = "32",
        },
        Choice(s => s.Apply.Validation, (s, v) => s with { Apply = s.Apply with { Validation = v } }) with
        {
            Path = "apply.validation", Argument = "validation", Variable = "KFT_VALIDATION", Tasks = ApplyingSets,
            Help = "What the API server does about fields it does not know.", Example = "warn",
        },
        Text(s => s.Teardown.Confirm, (s, v) => s with { Teardown = s.Teardown with { Confirm = v } }) with
        {
            Argument = "confirm", Variable = "KFT_CONFIRM", Tasks = [Teardown], RequiredBy = [Teardown], RequiredWhen = s => !s.Run.Plan,
            Help = "Name of the installation that Teardown takes away; it must equal cluster.name (for an existing cluster without one cluster.context, else kubeflow).", Example = "kubeflow",
        },
        Path(s => s.Import.KfDef, (s, v) => s with { Import = s.Import with { KfDef = v } }) with
        {
            Argument = "kfdef", Variable = "KFT_KFDEF", Tasks = [TaskNames.Import], RequiredBy = [TaskNames.Import], IsInput = false,
            Help = "The KfDef that kfctl was run with.", Example = "kfctl_gcp_iap.v1.0.2.yaml",
        },
        Path(s => s.Import.To, (s, v) => s with { Import = s.Import with { To = v } }) with
        {
            Argument = "import-to", Variable = "KFT_IMPORT_TO", Tasks = [TaskNames.Import], IsInput = false,
            Help = "The settings file that Import makes; one that is there is not written over.", Example = "environments/prod.yaml",
        },
        List(s => s.Teardown.DeleteStorage, (s, v) => s with { Teardown = s.Teardown with { DeleteStorage = v } }) with
        {
            Argument = "delete-storage", Variable = "KFT_DELETE_STORAGE", Tasks = [Teardown],
            Help = "Buckets and databases that Teardown deletes too, by name; claims in the cluster, and buckets of the package's own, as NAMESPACE/NAME; the name of the profile for the claims in it; the name of the cluster for everything in it, whoever it is of. All others stay.", Example = "ml-prod-1-kfp",
        },
    ];
}
