using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>Whether the region has room for new nodes beside the old ones.</summary>
internal static class QuotaNeeds
{
    /// <summary>One blocked change for each quota that is too small; quotas nobody read are not judged.</summary>
    public static IEnumerable<Change> Shortages(PoolWish wish, PoolFacts facts, int nodes)
    {
        foreach (var (metric, each) in Of(wish, facts))
        {
            if (facts.Quotas.FirstOrDefault(q => q.Metric == metric) is not { } quota || quota.Free >= each * nodes) continue;
            yield return new Change($"quota {metric}", Outcome.Blocked,
                $"{nodes} nodes need {each * nodes}, {quota.Free:0.#} of {quota.Limit:0.#} are free: ask for more (IAM & Admin > Quotas), or use fewer or smaller nodes");
        }
    }

    /// <summary>Quotas that a node takes from, with how much.</summary>
    private static IEnumerable<(string Metric, int Each)> Of(PoolWish wish, PoolFacts facts)
    {
        if (facts.Machine(wish.MachineType) is { } machine) yield return (Cpus(wish.MachineType), machine.GuestCpus);
        yield return (wish.DiskType == "pd-standard" ? "DISKS_TOTAL_GB" : "SSD_TOTAL_GB", wish.DiskSizeGb);
        if (facts.Cluster.PrivateClusterConfig?.PrivateEndpoint is null) yield return ("IN_USE_ADDRESSES", 1);
        if (wish.AcceleratorCount > 0) yield return (Gpus(wish.AcceleratorType), wish.AcceleratorCount);
    }

    // The newer families have quotas of their own; e2 and n1 share the old one.
    private static string Cpus(string machineType)
    {
        var family = machineType.Split('-')[0];
        return family is "e2" or "n1" or "f1" or "g1" or "custom" ? "CPUS" : $"{family.ToUpperInvariant()}_CPUS";
    }

    private static string Gpus(string accelerator) =>
        $"{accelerator.Replace("nvidia-tesla-", "nvidia-", StringComparison.Ordinal).ToUpperInvariant().Replace('-', '_')}_GPUS";
}
