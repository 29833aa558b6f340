using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>
/// Gives a cluster the wanted node pool: create, wait, empty the old ones, delete them one by one. Every step can be the last one of a
/// run; the next run looks and goes on. The API would delete a pool without asking disruption budgets, so its Pods move first.
/// </summary>
public sealed class PoolWork(GoogleCloud cloud, INodeKeeper keeper)
{
    /// <summary>How long nodes may take to become ready; null: as long as an operation.</summary>
    public TimeSpan? ReadyWithin { get; init; }

    /// <summary>Looks; nothing is written.</summary>
    /// <exception cref="UsageException">There is no such cluster, or no such machine type.</exception>
    public async Task<PoolPlan> PlanAsync(ClusterPath path, PoolWish wish, CancellationToken cancellation)
    {
        var cluster = await cloud.Clusters.FindAsync(path, cancellation) ?? throw await ClusterSearch.MissingAsync(cloud, path, cancellation);
        if (cluster.IsAutopilot) return PoolPlanner.For(wish, new PoolFacts(cluster, new Dictionary<string, MachineType>(), null));
        var nodes = keeper.NodesAsync(cancellation);
        var machines = await MachinesAsync(path, cluster, wish, cancellation);
        var facts = new PoolFacts(cluster, machines, await nodes);
        var plan = PoolPlanner.For(wish, facts);
        return NeedsMore(plan) ? PoolPlanner.For(wish, await MoreAsync(path, facts, plan, cancellation)) : plan;
    }

    /// <summary>Does what the plan says.</summary>
    /// <exception cref="DeployException">Something stands in the way; what was closed is open again.</exception>
    public async Task ActAsync(ClusterPath path, PoolWish wish, PoolPlan plan, CancellationToken cancellation)
    {
        if (plan.Plan.IsBlocked) throw Blocked(path, plan);
        var removal = new PoolRemoval(cloud, keeper, path);
        await IdleAsync(path, cancellation);
        foreach (var left in plan.Reopen) await removal.ReopenAsync(left, cancellation);
        if (plan.DropsFailed) await removal.DeleteAsync(plan.Target, "the failed attempt", cancellation);
        await TargetAsync(path, plan, cancellation);
        await ReadyAsync(path, plan, cancellation);
        foreach (var pool in plan.Remove) await removal.RunAsync(pool, cancellation);
        await VerifyAsync(path, wish, plan, cancellation);
    }

    private static bool NeedsMore(PoolPlan plan) => plan.Create is not null || plan.Remove.Count > 0;

    // Quotas and holds only matter when something is made or removed.
    private async Task<PoolFacts> MoreAsync(ClusterPath path, PoolFacts facts, PoolPlan plan, CancellationToken cancellation)
    {
        var region = path.Location.Count(c => c == '-') == 2 ? path.Location[..path.Location.LastIndexOf('-')] : path.Location;
        var quotas = plan.Create is null ? [] : (await cloud.Compute.RegionAsync(path.Project, region, cancellation))?.Quotas ?? [];
        var holds = new Dictionary<string, IReadOnlyList<PoolHold>>(StringComparer.Ordinal);
        if (facts.Nodes is not null)
        {
            foreach (var pool in plan.Remove) holds[pool] = await keeper.HoldsAsync(pool, cancellation);
        }

        return facts with { Quotas = quotas, Holds = holds };
    }

    private async Task<IReadOnlyDictionary<string, MachineType>> MachinesAsync(ClusterPath path, ClusterDetails cluster, PoolWish wish, CancellationToken cancellation)
    {
        var zone = cluster.Locations.Count > 0 ? cluster.Locations[0] : cluster.Location;
        var names = cluster.NodePools.Select(p => p.MachineType).Append(wish.MachineType).Distinct(StringComparer.Ordinal);
        var found = await Task.WhenAll(names.Select(name => cloud.Compute.MachineTypeAsync(path.Project, zone, name, cancellation)));
        var machines = found.OfType<MachineType>().ToDictionary(m => m.Name, StringComparer.Ordinal);
        if (machines.ContainsKey(wish.MachineType)) return machines;
        throw await Compute.MachineTypes.MissingAsync(cloud.Compute, path.Project, zone, wish.MachineType, cancellation);
    }

    // One operation works on a cluster at a time: what is going on, our own from a killed run too, comes first.
    private async Task IdleAsync(ClusterPath path, CancellationToken cancellation)
    {
        foreach (var operation in (await cloud.Operations.ListAsync(path, cancellation)).Where(o => !o.IsDone))
            await cloud.Operations.AwaitOtherAsync(path, operation.Name, cancellation);
    }

    private async Task TargetAsync(ClusterPath path, PoolPlan plan, CancellationToken cancellation)
    {
        var subject = $"node pool {path.Name}/{plan.Target}";
        if (plan.Create is { } pool)
        {
            await DoAsync(await cloud.NodePools.CreateAsync(path, pool, cancellation));
            cloud.Output.Show(new Change(subject, Outcome.Created));
        }

        foreach (var update in plan.Updates) await DoAsync(await cloud.NodePools.UpdateAsync(path, plan.Target, update, cancellation));
        if (plan.Autoscaling is { } scaling) await DoAsync(await cloud.NodePools.SetAutoscalingAsync(path, plan.Target, scaling, cancellation));
        if (plan.Resize is { } size) await DoAsync(await cloud.NodePools.SetSizeAsync(path, plan.Target, size, cancellation));

        Task DoAsync(GkeOperation operation) => cloud.Operations.AwaitAsync(path, operation, subject, cancellation);
    }

    private async Task ReadyAsync(ClusterPath path, PoolPlan plan, CancellationToken cancellation)
    {
        using var wait = new Waiting(cloud.Door.Time, cloud.Output, $"node pool {path.Name}/{plan.Target}: {plan.NodesWanted} ready nodes", ReadyWithin ?? cloud.Deadline, "timeouts.ready");
        while (true)
        {
            var pool = await cloud.NodePools.FindAsync(path, plan.Target, cancellation);
            if (pool?.Status is "ERROR" or "RUNNING_WITH_ERROR" or "STOPPING" or null)
                throw new DeployException($"node pool {path.Name}/{plan.Target}: it is {pool?.Status ?? "gone"}. {Words(pool)}", "No other pool has been touched. Remove the cause and run again.");
            var nodes = await keeper.NodesAsync(cancellation);
            var ready = nodes?.Count(n => n.Pool == plan.Target && n.Ready);
            if (pool.Status == "RUNNING" && (ready is null || ready >= plan.NodesWanted)) return;
            await wait.PauseAsync(cloud.Door.Options.PollInterval, [$"the pool is {pool.Status}, {ready?.ToString() ?? "unknown"} of {plan.NodesWanted} nodes are ready"], cancellation);
        }
    }

    private async Task VerifyAsync(ClusterPath path, PoolWish wish, PoolPlan plan, CancellationToken cancellation)
    {
        var after = await PlanAsync(path, wish, cancellation);
        if (after.Plan.Changes.Any(c => c.Writes || c.Outcome == Outcome.Blocked))
            throw new DeployException($"node pool {path.Name}/{plan.Target}: done, and not as wanted: {string.Join("; ", after.Plan.Changes.Where(c => c.Writes || c.Outcome == Outcome.Blocked))}", "Somebody else changes the cluster at the same time; run again.");
    }

    private static DeployException Blocked(ClusterPath path, PoolPlan plan) =>
        new($"cluster {path.Name}: {string.Join("; ", plan.Plan.Changes.Where(c => c.Outcome == Outcome.Blocked))}", "Nothing was changed. Remove what stands in the way, then run again.");

    private static string Words(NodePool? pool) => string.Join(" ", (pool?.Conditions ?? []).Select(c => $"{c.Code ?? c.CanonicalCode}: {c.Message}").Append(pool?.StatusMessage).Where(t => !string.IsNullOrEmpty(t)));
}
