using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.NodePools;

namespace KfPipelineTasks.Gcp.Judging;

/// <summary>
/// The rule of Google's guide for Kubeflow Pipelines on GKE: three nodes, each with two CPUs and 4 GB, with the scope cloud-platform or an account of
/// their own, and Kubeflow Pipelines not there yet. Judged pool by pool: the cluster's own node settings are those of its first pool.
/// </summary>
/// <remarks>
/// The size is that of the machine type, in MiB, as Compute Engine gives it: e2-medium has exactly 4096 and counts. What Pods may use is
/// less by what the system keeps, on every machine; it is not judged, or the guide's own n1-standard-2 would fail.
/// </remarks>
public static class Eligibility
{
    public const int Nodes = 3;
    public const int Cpus = 2;
    public const int MemoryMb = 4096;
    public const string FullScope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>What the address of Compute Engine's default account has after the number of its project.</summary>
    public const string DefaultAccount = "-compute@developer.gserviceaccount.com";

    /// <param name="machines">Machine types by name; a custom type needs no entry.</param>
    /// <param name="nodes">The nodes of the cluster; null when it could not be asked.</param>
    public static ClusterVerdict Judge(ClusterDetails cluster, IReadOnlyDictionary<string, MachineType> machines, IReadOnlyList<NodeFact>? nodes, JudgeOptions? options = null)
    {
        options ??= new JudgeOptions();
        var pools = cluster.IsAutopilot ? [] : cluster.NodePools.Select(p => Judge(p, cluster, machines, nodes)).ToList();
        var (reason, because) = Decide(cluster, pools, nodes is not null, options);
        return new ClusterVerdict(cluster.Name, cluster.Location, reason, because, pools);
    }

    /// <summary>Why nodes of a machine type cannot carry Kubeflow Pipelines; null when they can.</summary>
    public static string? TooSmall(MachineType machine) => machine.GuestCpus >= Cpus && machine.MemoryMb >= MemoryMb ? null
        : $"{machine.Name} has {machine.GuestCpus} CPUs and {machine.MemoryMb} MiB, and Kubeflow Pipelines needs nodes of {Cpus} CPUs and {MemoryMb} MiB";

    /// <summary>How Pods on the pool may reach Google Cloud.</summary>
    public static NodeAccess AccessOf(NodePool pool, ClusterDetails cluster)
    {
        if (cluster.WorkloadPool is not null && pool.Config?.WorkloadMetadataConfig?.Mode == "GKE_METADATA") return NodeAccess.WorkloadIdentity;
        if (IsOwnAccount(pool.Config?.ServiceAccount)) return NodeAccess.ServiceAccount;
        return pool.Scopes.Contains(FullScope) ? NodeAccess.FullScope : NodeAccess.None;
    }

    /// <summary>False for the default account, by either of its names.</summary>
    public static bool IsOwnAccount(string? account) =>
        !string.IsNullOrEmpty(account) && account != "default" && !account.EndsWith(DefaultAccount, StringComparison.Ordinal);

    private static PoolVerdict Judge(NodePool pool, ClusterDetails cluster, IReadOnlyDictionary<string, MachineType> machines, IReadOnlyList<NodeFact>? nodes)
    {
        var type = pool.MachineType;
        var machine = machines.GetValueOrDefault(type) ?? CustomMachineType.Parse(type);
        var (sure, current, source) = Count(pool, nodes);
        var reasons = new List<Reason>();
        if (pool.Status is not (null or "RUNNING")) reasons.Add(Reason.PoolNotRunning);
        if (machine is null) reasons.Add(Reason.MachineTypeUnknown);
        else if (machine.GuestCpus < Cpus) reasons.Add(Reason.CpuTooSmall);
        if (machine is { } known && known.MemoryMb < MemoryMb) reasons.Add(Reason.MemoryTooSmall);
        if (pool.Taints.Any(t => t.Repels)) reasons.Add(Reason.Tainted);
        return new PoolVerdict(pool.Name, type, sure, current, source, machine?.GuestCpus ?? 0, machine?.MemoryMb ?? 0, AccessOf(pool, cluster), reasons);
    }

    private static (int Sure, int Current, CountSource Source) Count(NodePool pool, IReadOnlyList<NodeFact>? nodes)
    {
        var current = nodes?.Count(n => n.Pool == pool.Name && n.Ready) ?? ((pool.InitialNodeCount ?? 0) * pool.Zones);
        if (pool.Autoscaling is { IsOn: true } scaling) return (scaling.Floor(pool.Zones), current, CountSource.AutoscalerFloor);
        return (current, current, nodes is null ? CountSource.Declared : CountSource.Ready);
    }

    private static (Reason Reason, string Because) Decide(ClusterDetails cluster, IReadOnlyList<PoolVerdict> pools, bool looked, JudgeOptions options)
    {
        if (cluster.Status is not ("RUNNING" or "RECONCILING")) return (Reason.ClusterNotRunning, $"it is {cluster.Status}");
        if (options.PipelinesFoundAt is { } place) return (Reason.PipelinesInstalled, $"Kubeflow Pipelines is installed already: {place}");
        if (cluster.IsAutopilot) return (Reason.Autopilot, "Autopilot manages the nodes itself");
        var fitting = pools.Where(p => p.Fits).ToList();
        var (sure, current) = (fitting.Sum(p => p.Nodes), fitting.Sum(p => p.Current));
        if (sure < Nodes && current >= Nodes) return (Reason.AutoscalerMayShrink, $"{current} nodes fit now, and the autoscaler may leave {sure} of them; {Nodes} are needed");
        if (sure < Nodes) return (Reason.TooFewNodes, $"{sure} nodes with {Cpus} CPUs and {MemoryMb} MiB; {Nodes} are needed{Why(pools)}");
        // The bound says what the autoscaler keeps; where it cannot get the machines, fewer are there.
        if (looked && current < Nodes)
            return (Reason.TooFewNodes, $"the autoscaler is to keep {sure} nodes that fit, and {current} are ready; {Nodes} are needed");
        var access = fitting.Where(p => p.Access != NodeAccess.None).Sum(p => p.Nodes);
        if (options.RequireAccess && access < Nodes)
            return (Reason.InsufficientOAuthScope, $"{sure} nodes fit, {access} of them have the scope cloud-platform or an account of their own; {Nodes} are needed");
        return (Reason.Eligible, $"{sure} nodes fit");
    }

    private static string Why(IReadOnlyList<PoolVerdict> pools)
    {
        var words = pools.Where(p => !p.Fits).Select(p => $"{p.Pool}: {string.Join(", ", p.Reasons.Select(r => r.Word()))}").ToList();
        return words.Count == 0 ? "" : $" ({string.Join("; ", words)})";
    }
}
