using System.Text.Json.Serialization;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>Changes in place: what UpdateNodePoolRequest has fields for. What is null stays as it is.</summary>
public sealed record NodePoolUpdate
{
    public string? Name { get; init; }

    public string? MachineType { get; init; }

    public string? DiskType { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public long? DiskSizeGb { get; init; }

    public LabelSet? Labels { get; init; }

    public TaintSet? Taints { get; init; }

    public IReadOnlyList<Accelerator>? Accelerators { get; init; }

    public UpgradeSettings? UpgradeSettings { get; init; }

    public WorkloadMetadata? WorkloadMetadataConfig { get; init; }

    /// <summary>True when nothing would change.</summary>
    [JsonIgnore]
    public bool IsEmpty => this with { Name = null } == new NodePoolUpdate();
}
