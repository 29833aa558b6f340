namespace LocalCloud.Kube;

/// <summary>A machine of a node pool, as the cluster sees it.</summary>
/// <param name="Name">Node name, such as <c>gke-kf-pool-1-3f2a1b9c-x7k2</c>.</param>
/// <param name="Pool">Node pool; becomes label <c>cloud.google.com/gke-nodepool</c>.</param>
/// <param name="Zone">Zone; becomes label <c>topology.kubernetes.io/zone</c>.</param>
/// <param name="MachineType">Machine type; becomes label <c>node.kubernetes.io/instance-type</c>.</param>
/// <param name="Cpus">Virtual CPUs of the machine.</param>
/// <param name="MemoryMb">Memory of the machine in MiB.</param>
/// <param name="Labels">Further labels of the pool.</param>
/// <param name="Taints">Taints of the pool as <c>key=value:Effect</c>.</param>
public sealed record NodeSpec(
    string Name, string Pool, string Zone, string MachineType, int Cpus, int MemoryMb,
    IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Taints);
