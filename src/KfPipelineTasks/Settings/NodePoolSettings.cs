namespace KfPipelineTasks.Settings;

/// <summary>The node pool that EnsureNodePool wants.</summary>
public sealed record NodePoolSettings
{
    /// <summary>Name. Default: <c>&lt;cluster&gt;-pool</c>. A replacement gets a name of its own.</summary>
    public string Name { get; init; } = "";

    /// <summary>Compute Engine machine type. Default: the smallest one the guide asks for.</summary>
    public string MachineType { get; init; } = "n1-standard-2";

    /// <summary>Number of nodes, counted as <see cref="Count"/> says.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>What <see cref="Nodes"/>, <see cref="MinNodes"/> and <see cref="MaxNodes"/> count.</summary>
    public NodeCounting Count { get; init; } = NodeCounting.Total;

    /// <summary>Lower bound of autoscaling; null with <see cref="MaxNodes"/>: no autoscaling.</summary>
    public int? MinNodes { get; init; }

    /// <summary>Upper bound of autoscaling.</summary>
    public int? MaxNodes { get; init; }

    /// <summary>Boot disk in GB.</summary>
    public int DiskSize { get; init; } = 100;

    /// <summary>Boot disk type.</summary>
    public string DiskType { get; init; } = "pd-balanced";

    /// <summary>Accelerator type such as <c>nvidia-tesla-t4</c>; empty: none.</summary>
    public string AcceleratorType { get; init; } = "";

    /// <summary>Accelerators per node; 0: none.</summary>
    public int AcceleratorCount { get; init; }

    /// <summary>Taints as kubectl writes them: <c>key=value:NoSchedule</c>.</summary>
    public IReadOnlyList<string> Taints { get; init; } = [];

    /// <summary>Kubernetes labels of the nodes.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public UpgradeStrategy UpgradeStrategy { get; init; } = UpgradeStrategy.Surge;

    /// <summary>Nodes added at once during a surge upgrade.</summary>
    public int MaxSurge { get; init; } = 1;

    /// <summary>Nodes that may be away at once during a surge upgrade.</summary>
    public int MaxUnavailable { get; init; }

    /// <summary>Pools that may be removed once the wanted one is ready.</summary>
    public IReadOnlyList<string> Replace { get; init; } = [];

    /// <summary>Every other pool may be removed once the wanted one is ready.</summary>
    public bool ReplaceAll { get; init; }

    /// <summary>Pods with emptyDir volumes may be evicted from removed pools: what is in the volumes is lost.</summary>
    public bool DeleteEmptyDirData { get; init; }

    /// <summary>Pods that nothing makes again may be evicted from removed pools: they are gone.</summary>
    public bool DeleteUnmanagedPods { get; init; }
}
