namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>What the nodes of a pool are made of.</summary>
public sealed record NodeConfig
{
    public string? MachineType { get; init; }

    public int? DiskSizeGb { get; init; }

    public string? DiskType { get; init; }

    public IReadOnlyList<string>? OauthScopes { get; init; }

    public string? ServiceAccount { get; init; }

    /// <summary>Kubernetes labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Labels of the machines in Compute Engine.</summary>
    public IReadOnlyDictionary<string, string>? ResourceLabels { get; init; }

    public IReadOnlyList<NodeTaint>? Taints { get; init; }

    public IReadOnlyList<Accelerator>? Accelerators { get; init; }

    public WorkloadMetadata? WorkloadMetadataConfig { get; init; }
}
