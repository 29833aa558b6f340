using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>What of a pool differs from the wish and can be changed in place. What a person added (labels, taints, more nodes) stays.</summary>
internal static class PoolDifference
{
    /// <summary>One request per kind of change: the API takes one at a time.</summary>
    public static IReadOnlyList<NodePoolUpdate> Updates(PoolWish wish, NodePool pool)
    {
        var config = pool.Config ?? new NodeConfig();
        var updates = new List<NodePoolUpdate>
        {
            new()
            {
                MachineType = config.MachineType == wish.MachineType ? null : wish.MachineType,
                DiskType = config.DiskType is null || config.DiskType == wish.DiskType ? null : wish.DiskType,
                DiskSizeGb = config.DiskSizeGb is null || config.DiskSizeGb == wish.DiskSizeGb ? null : wish.DiskSizeGb,
            },
            new() { Labels = Labels(wish, config) },
            new() { Taints = Taints(wish, pool) },
            new() { Accelerators = SameAccelerators(wish, config) ? null : wish.Accelerators },
            new() { WorkloadMetadataConfig = wish.Access == PoolAccess.WorkloadIdentity && config.WorkloadMetadataConfig?.Mode != "GKE_METADATA" ? new WorkloadMetadata("GKE_METADATA") : null },
            new() { UpgradeSettings = SameUpgrades(wish, pool.UpgradeSettings) ? null : wish.Upgrades },
        };
        // Disk and machine are one kind of change, and the API wants all three of it.
        if (!updates[0].IsEmpty) updates[0] = new NodePoolUpdate { MachineType = wish.MachineType, DiskType = wish.DiskType, DiskSizeGb = wish.DiskSizeGb };
        return [.. updates.Where(u => !u.IsEmpty)];
    }

    public static PoolAutoscaling? Autoscaling(PoolWish wish, NodePool pool)
    {
        var (wanted, there) = (wish.Autoscaling, pool.Autoscaling is { IsOn: true } on ? on : null);
        if (wanted is null) return there is null ? null : new PoolAutoscaling { Enabled = false };
        return there is not null && Zero(there.MinNodeCount) == Zero(wanted.MinNodeCount) && Zero(there.MaxNodeCount) == Zero(wanted.MaxNodeCount)
            && Zero(there.TotalMinNodeCount) == Zero(wanted.TotalMinNodeCount) && Zero(there.TotalMaxNodeCount) == Zero(wanted.TotalMaxNodeCount) ? null : wanted;
    }

    /// <summary>New nodes per zone, when there are too few. A pool never shrinks: setSize picks its victims at random.</summary>
    public static int? Resize(PoolWish wish, PoolFacts facts, NodePool pool)
    {
        if (wish.IsAutoscaled || pool.Status is not (null or "RUNNING")) return null;
        var wanted = wish.NodesPerZone(pool.Zones);
        return facts.NodesOf(pool) < wanted * pool.Zones ? wanted : null;
    }

    public static IReadOnlyList<FieldChange> Fields(NodePool pool, IReadOnlyList<NodePoolUpdate> updates, PoolAutoscaling? scaling, int? resize)
    {
        var fields = new List<FieldChange>();
        foreach (var update in updates)
        {
            Note("machineType", pool.Config?.MachineType, update.MachineType);
            Note("diskType", pool.Config?.DiskType, update.DiskType);
            Note("diskSizeGb", pool.Config?.DiskSizeGb?.ToString(), update.DiskSizeGb?.ToString());
            Note("labels", Words(pool.Config?.Labels), Words(update.Labels?.Labels));
            Note("taints", string.Join(", ", pool.Taints), update.Taints is { } taints ? string.Join(", ", taints.Taints) : null);
            Note("accelerators", Words(pool.Config?.Accelerators), Words(update.Accelerators));
            Note("workloadMetadataConfig", pool.Config?.WorkloadMetadataConfig?.Mode, update.WorkloadMetadataConfig?.Mode);
            Note("upgradeSettings", Words(pool.UpgradeSettings), Words(update.UpgradeSettings));
        }

        if (scaling is not null) fields.Add(new FieldChange("autoscaling", Words(pool.Autoscaling), Words(scaling)));
        if (resize is { } size) fields.Add(new FieldChange("nodes per zone", null, size.ToString()));
        return fields;

        void Note(string path, string? before, string? after)
        {
            if (after is not null && after != before) fields.Add(new FieldChange(path, before, after));
        }
    }

    private static LabelSet? Labels(PoolWish wish, NodeConfig config)
    {
        var there = config.Labels ?? new Dictionary<string, string>();
        if (wish.Labels.All(l => there.GetValueOrDefault(l.Key) == l.Value)) return null;
        var merged = new SortedDictionary<string, string>(there.ToDictionary(l => l.Key, l => l.Value), StringComparer.Ordinal);
        foreach (var (name, value) in wish.Labels) merged[name] = value;
        return new LabelSet(merged);
    }

    private static TaintSet? Taints(PoolWish wish, NodePool pool) =>
        wish.Taints.All(t => pool.Taints.Contains(t)) ? null : new TaintSet([.. pool.Taints.Where(t => !wish.Taints.Any(w => w.Key == t.Key && w.Effect == t.Effect)), .. wish.Taints]);

    private static bool SameAccelerators(PoolWish wish, NodeConfig config) =>
        wish.AcceleratorCount == 0 || config.Accelerators?.Any(a => a.AcceleratorType == wish.AcceleratorType && a.AcceleratorCount == wish.AcceleratorCount) == true;

    private static bool SameUpgrades(PoolWish wish, UpgradeSettings? there) =>
        there is null || (wish.BlueGreen ? there.Strategy == "BLUE_GREEN" : there.Strategy is null or "SURGE" && Zero(there.MaxSurge) == wish.MaxSurge && Zero(there.MaxUnavailable) == wish.MaxUnavailable);

    private static int Zero(int? number) => number ?? 0;

    private static string? Words(IReadOnlyDictionary<string, string>? labels) => labels is null ? null : string.Join(", ", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static string? Words(IReadOnlyList<Accelerator>? accelerators) => accelerators is null ? null : string.Join(", ", accelerators.Select(a => $"{a.AcceleratorCount} {a.AcceleratorType}"));

    private static string? Words(UpgradeSettings? settings) => settings is null ? null : settings.Strategy == "BLUE_GREEN" ? "blue-green" : $"surge {settings.MaxSurge ?? 0}, unavailable {settings.MaxUnavailable ?? 0}";

    private static string? Words(PoolAutoscaling? scaling) => scaling is not { IsOn: true } ? "off"
        : scaling.TotalMaxNodeCount is > 0 ? $"{scaling.TotalMinNodeCount ?? 0}-{scaling.TotalMaxNodeCount} in total" : $"{scaling.MinNodeCount ?? 0}-{scaling.MaxNodeCount} per zone";
}
