namespace KfPipelineTasks.Settings;

/// <summary>
/// Everything a run is told, checked and unchanging: the merge of arguments, environment, <c>kubeflow.yaml</c> and defaults.
/// Every setting is a row of <see cref="SettingsTable"/>, which also says its names, unit and help.
/// A text that is not set is empty, never null; paths are absolute.
/// </summary>
public sealed record DeploySettings
{
    public Cloud Cloud { get; init; } = Cloud.Gcp;

    public Variant Variant { get; init; } = Variant.GkeIap;

    /// <summary>E-mail of the administrator: owner of the first profile, contact of the installation.</summary>
    public string AdminEmail { get; init; } = "";

    public LocalCloudSettings LocalCloud { get; init; } = new();

    public ProjectSettings Project { get; init; } = new();

    public PlaceSettings Place { get; init; } = new();

    public ManagementSettings Management { get; init; } = new();

    public ClusterSettings Cluster { get; init; } = new();

    public AccessSettings Access { get; init; } = new();

    public NodePoolSettings NodePool { get; init; } = new();

    public ServiceAccountSettings ServiceAccount { get; init; } = new();

    public PipelinesSecretSettings PipelinesSecret { get; init; } = new();

    public StorageSettings Storage { get; init; } = new();

    public IapSettings Iap { get; init; } = new();

    public ProfileSettings Profile { get; init; } = new();

    public MeshSettings Mesh { get; init; } = new();

    public DexSettings Dex { get; init; } = new();

    public PipelinesSettings Pipelines { get; init; } = new();

    public PackageSettings Package { get; init; } = new();

    public RenderSettings Render { get; init; } = new();

    public ApplySettings Apply { get; init; } = new();

    public TimeoutSettings Timeouts { get; init; } = new();

    public TeardownSettings Teardown { get; init; } = new();

    public ImportSettings Import { get; init; } = new();

    public AuthSettings Auth { get; init; } = new();

    public RunSettings Run { get; init; } = new();

    /// <summary>True when the run needs Google Cloud (or its rehearsal) at all. Dex goes to any cluster: to one that a kubeconfig names, or to GKE.</summary>
    public bool NeedsGoogleCloud => Variant switch
    {
        Variant.ExistingCluster => false,
        Variant.Dex => Cluster.Kubeconfig.Length == 0,
        _ => true,
    };

    /// <summary>True when cloud objects are made by a management cluster: the way of the distribution.</summary>
    public bool NeedsManagementCluster => Variant == Variant.GkeIap;

    /// <summary>True when people sign in at oauth2-proxy, which knows them by their e-mail address.</summary>
    public bool SignsInByProxy => Variant is Variant.GkeOauth2Proxy or Variant.Dex;

    /// <summary>Who may come in besides the administrator, as e-mail addresses in order, the administrator first.</summary>
    public IReadOnlyList<string> People =>
        [.. new[] { AdminEmail }.Concat(Iap.Members.Where(m => m.StartsWith("user:", StringComparison.Ordinal)).Select(m => m["user:".Length..])).Where(p => p.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What the installation is called where it must be named: its cluster; on a cluster that is there already its context; else <c>kubeflow</c>.</summary>
    public string InstallationName => Cluster.Name.Length > 0 ? Cluster.Name : Cluster.Context.Length > 0 ? Cluster.Context : "kubeflow";

    /// <summary>True for a rehearsal.</summary>
    public bool IsRehearsal => Cloud == Cloud.Local;
}
