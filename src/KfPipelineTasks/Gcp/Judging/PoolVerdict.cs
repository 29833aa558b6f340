namespace KfPipelineTasks.Gcp.Judging;

/// <summary>What a node pool is worth.</summary>
/// <param name="Nodes">Nodes that can be counted on.</param>
/// <param name="Current">Nodes there are now; differs from <paramref name="Nodes"/> when the autoscaler may take some away.</param>
/// <param name="Cpus">CPUs of each node; 0 when the machine type is unknown.</param>
/// <param name="MemoryMb">MiB of each node; 0 when the machine type is unknown.</param>
/// <param name="Reasons">Why its nodes do not count; empty when they do.</param>
public sealed record PoolVerdict(string Pool, string MachineType, int Nodes, int Current, CountSource Source, int Cpus, int MemoryMb, NodeAccess Access, IReadOnlyList<Reason> Reasons)
{
    /// <summary>True when Kubeflow Pipelines can run on its nodes, access aside.</summary>
    public bool Fits => Reasons.Count == 0;
}
