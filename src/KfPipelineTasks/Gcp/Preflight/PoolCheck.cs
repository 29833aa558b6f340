using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether the zones have the machines and accelerators that are wanted, and the region room for them.</summary>
internal sealed class PoolCheck(GoogleCloud cloud, PreflightFacts facts) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => $"node pool {wish.Pool?.Name}";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        if (wish.Pool is not { } pool || await facts.ClusterAsync() is { IsAutopilot: true }) return [];
        var zones = await facts.NodeZonesAsync();
        // A place that does not exist, or a cluster that is somewhere else, is told by its own check.
        if (zones.Count == 0) return [];
        var found = new List<Checked> { await MachineAsync(wish.Project, pool, zones, cancellation) };
        if (pool.AcceleratorCount > 0) found.Add(await AcceleratorAsync(wish.Project, pool, zones, cancellation));
        if (await facts.ClusterAsync() is not null || wish.ClusterMaker is not null) found.AddRange(await RoomAsync(wish, pool, zones, cancellation));
        return found;
    }

    private async Task<Checked> MachineAsync(string project, PoolWish pool, IReadOnlyList<string> zones, CancellationToken cancellation)
    {
        var there = await Task.WhenAll(zones.Select(async zone => (Zone: zone, Machine: await cloud.Compute.MachineTypeAsync(project, zone, pool.MachineType, cancellation))));
        var without = there.Where(t => t.Machine is null).Select(t => t.Zone).ToList();
        if (without.Count == 0 && Small(pool, there[0].Machine!) is { } small) return new Checked($"machine type {pool.MachineType}", Verdict.Failed(small, "Choose a larger node-pool.machine-type, such as e2-standard-2 or n1-standard-2."));
        if (without.Count == 0) return new Checked($"machine type {pool.MachineType}", Verdict.Ready($"{there[0].Machine!.GuestCpus} CPUs, {there[0].Machine!.MemoryMb} MiB in {string.Join(", ", zones)}"));
        var names = await cloud.Compute.MachineTypesAsync(project, without[0], cancellation);
        return new Checked($"machine type {pool.MachineType}", Missing("machine type", pool.MachineType, without, names, "node-pool.machine-type", "machine-types"));
    }

    private static string? Small(PoolWish pool, MachineType machine) => pool.IsExtra ? null : Eligibility.TooSmall(machine);

    private async Task<Checked> AcceleratorAsync(string project, PoolWish pool, IReadOnlyList<string> zones, CancellationToken cancellation)
    {
        var there = await Task.WhenAll(zones.Select(async zone => (Zone: zone, Names: await cloud.Compute.AcceleratorTypesAsync(project, zone, cancellation))));
        var without = there.Where(t => !t.Names.Contains(pool.AcceleratorType)).ToList();
        return new Checked($"accelerator type {pool.AcceleratorType}", without.Count == 0
            ? Verdict.Ready($"in {string.Join(", ", zones)}")
            : Missing("accelerator type", pool.AcceleratorType, [.. without.Select(t => t.Zone)], without[0].Names, "node-pool.accelerator-type", "accelerator-types"));
    }

    private static Verdict Missing(string what, string name, IReadOnlyList<string> without, IReadOnlyList<string> there, string setting, string list) => Verdict.Failed(
        $"{(without.Count == 1 ? "zone" : "zones")} {string.Join(", ", without)} {(without.Count == 1 ? "has" : "have")} no {what} of that name.{Nearest.Hint(name, there)}",
        $"Correct {setting}, or choose another place. List them: gcloud compute {list} list --zones {without[0]}");

    // Only what would be made needs room; a pool that is there has it already.
    private async Task<IReadOnlyList<Checked>> RoomAsync(PreflightWish wish, PoolWish pool, IReadOnlyList<string> zones, CancellationToken cancellation)
    {
        var cluster = await facts.ClusterAsync() ?? new ClusterDetails { Name = wish.Cluster!.Name, Location = wish.Cluster.Location, Locations = zones, Status = "RUNNING" };
        var machines = await MachinesAsync(wish.Project, zones[0], cluster, pool, cancellation);
        var known = new PoolFacts(cluster, machines, null);
        // Of a pool that is too small nothing would be made; its machine type is told.
        if (known.Machine(pool.MachineType) is { } wanted && Small(pool, wanted) is not null) return [];
        if (PoolPlanner.For(pool, known).Create is not { InitialNodeCount: { } perZone }) return [new Checked(Subject(wish), Verdict.Ready("no new nodes are needed"))];
        var nodes = perZone * zones.Count;
        var region = PreflightFacts.RegionOf(zones[0]);
        var quotas = (await cloud.Compute.RegionAsync(wish.Project, region, cancellation))?.Quotas ?? [];
        var shortages = QuotaNeeds.Shortages(pool, known with { Quotas = quotas }, nodes).ToList();
        return shortages.Count == 0
            ? [new Checked(Subject(wish), Verdict.Ready($"{nodes} new nodes ({perZone} in each of {zones.Count} zones) fit into the quotas of {region}"))]
            : [.. shortages.Select(s => new Checked($"{s.Subject} of {region}", Verdict.Failed(s.Because!)))];
    }

    private async Task<IReadOnlyDictionary<string, MachineType>> MachinesAsync(string project, string zone, ClusterDetails cluster, PoolWish pool, CancellationToken cancellation)
    {
        var names = cluster.NodePools.Select(p => p.MachineType).Append(pool.MachineType).Distinct(StringComparer.Ordinal);
        var found = await Task.WhenAll(names.Select(name => cloud.Compute.MachineTypeAsync(project, zone, name, cancellation)));
        return found.OfType<MachineType>().ToDictionary(m => m.Name, StringComparer.Ordinal);
    }
}
