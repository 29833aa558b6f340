using System.Security.Cryptography;
using System.Text;
using KfPipelineTasks.Gcp.Judging;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>The node pool that is wanted, and the pools that may go for it.</summary>
public sealed record PoolWish
{
    private const string Platform = Eligibility.FullScope;
    private const string UserEmail = "https://www.googleapis.com/auth/userinfo.email";

    /// <summary>Longest name of a pool.</summary>
    private const int LongestName = 40;

    /// <summary>What our pools are marked with in Compute Engine.</summary>
    public const string Mark = "managed-by", MarkValue = "kf-pipeline-tasks";

    public required string Name { get; init; }

    public string MachineType { get; init; } = "n1-standard-2";

    public int Nodes { get; init; } = 3;

    /// <summary><see cref="Nodes"/> and the bounds count the nodes of each zone; otherwise those of all zones together.</summary>
    public bool PerZone { get; init; }

    public int? MinNodes { get; init; }

    public int? MaxNodes { get; init; }

    public int DiskSizeGb { get; init; } = 100;

    public string DiskType { get; init; } = "pd-balanced";

    public string AcceleratorType { get; init; } = "";

    public int AcceleratorCount { get; init; }

    public IReadOnlyList<NodeTaint> Taints { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool BlueGreen { get; init; }

    public int MaxSurge { get; init; } = 1;

    public int MaxUnavailable { get; init; }

    public PoolAccess Access { get; init; }

    /// <summary>E-mail of the account, where <see cref="Access"/> needs one.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>Pools that may go once this one is ready.</summary>
    public IReadOnlyList<string> Replace { get; init; } = [];

    /// <summary>Every other pool may go.</summary>
    public bool ReplaceAll { get; init; }

    /// <summary>It carries work of its own beside the pool of Kubeflow Pipelines: GPUs and taints keep Pipelines' own Pods away, so its size is not theirs.</summary>
    internal bool IsExtra => AcceleratorCount > 0 || Taints.Any(t => t.Repels);

    internal bool NeedsAccount => Access is PoolAccess.ServiceAccount or PoolAccess.WorkloadIdentity;

    internal bool IsAutoscaled => MinNodes is not null && MaxNodes is not null;

    /// <summary>Scopes of the nodes, as gcloud chooses them; null: Google's small default.</summary>
    internal IReadOnlyList<string>? Scopes => Access switch
    {
        PoolAccess.FullScope => [Platform],
        PoolAccess.None => null,
        _ => [Platform, UserEmail],
    };

    /// <summary>Name of a replacement: the wish's own, marked with what cannot be changed in place. A rerun finds it again.</summary>
    internal string ReplacementName
    {
        get
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join(' ', Scopes ?? [])}|{(NeedsAccount ? ServiceAccount : "")}"));
            return $"{Name[..Math.Min(Name.Length, LongestName - 7)].TrimEnd('-')}-{Convert.ToHexStringLower(hash)[..6]}";
        }
    }

    /// <summary>Nodes in each of so many zones: a total is rounded up to whole nodes per zone.</summary>
    internal int NodesPerZone(int zones) => PerZone ? Nodes : (Nodes + zones - 1) / zones;

    /// <summary>Bounds of autoscaling; null for a pool that keeps its size.</summary>
    internal PoolAutoscaling? Autoscaling => !IsAutoscaled ? null
        : PerZone ? new PoolAutoscaling { Enabled = true, MinNodeCount = MinNodes, MaxNodeCount = MaxNodes }
        : new PoolAutoscaling { Enabled = true, TotalMinNodeCount = MinNodes, TotalMaxNodeCount = MaxNodes };

    internal UpgradeSettings Upgrades => BlueGreen
        ? new UpgradeSettings(null, null, "BLUE_GREEN", new BlueGreenSettings("3600s", new StandardRolloutPolicy(1, "0s")))
        : new UpgradeSettings(MaxSurge, MaxUnavailable == 0 ? null : MaxUnavailable, "SURGE");

    internal IReadOnlyList<Accelerator>? Accelerators =>
        AcceleratorCount == 0 ? null : [new Accelerator(AcceleratorType, AcceleratorCount, new DriverInstallation("DEFAULT"))];

    /// <summary>The body of the request that creates it.</summary>
    internal NodePool Build(string name, int zones) => new()
    {
        Name = name,
        InitialNodeCount = NodesPerZone(zones),
        Autoscaling = Autoscaling,
        Management = new PoolManagement(true, true),
        UpgradeSettings = Upgrades,
        Config = new NodeConfig
        {
            MachineType = MachineType,
            DiskSizeGb = DiskSizeGb,
            DiskType = DiskType,
            OauthScopes = Scopes,
            ServiceAccount = NeedsAccount ? ServiceAccount : null,
            Labels = Labels.Count == 0 ? null : Labels,
            Taints = Taints.Count == 0 ? null : Taints,
            Accelerators = Accelerators,
            WorkloadMetadataConfig = Access == PoolAccess.WorkloadIdentity ? new WorkloadMetadata("GKE_METADATA") : null,
            ResourceLabels = new Dictionary<string, string> { [Mark] = MarkValue },
        },
    };
}
