using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>
/// Decides, from what was seen alone: keep a pool, change it in place, or put a new one beside it and empty the old ones. Names and marks
/// are computed, so that a run that was killed is understood by the next one.
/// </summary>
public static class PoolPlanner
{
    public static PoolPlan For(PoolWish wish, PoolFacts facts)
    {
        var cluster = facts.Cluster;
        if (cluster.IsAutopilot)
            return new PoolPlan { Plan = Of(wish, [new Change($"node pool {cluster.Name}/{wish.Name}", Outcome.Skipped, "Autopilot manages the nodes itself")]) };
        if (Refusal(wish, facts) is { } refusal) return new PoolPlan { Plan = Of(wish, [refusal]) };

        var plan = Target(wish, facts);
        var removed = Removed(wish, facts, plan.Target);
        return Guarded(wish, facts, plan with { Remove = removed, Reopen = Left(facts, removed) });
    }

    private static Change? Refusal(PoolWish wish, PoolFacts facts)
    {
        var subject = $"node pool {facts.Cluster.Name}/{wish.Name}";
        if (facts.Cluster.Status is not ("RUNNING" or "RECONCILING")) return new Change(subject, Outcome.Blocked, $"cluster {facts.Cluster.Name} is {facts.Cluster.Status}");
        if (wish.Access == PoolAccess.WorkloadIdentity && facts.Cluster.WorkloadPool is null)
            return new Change(subject, Outcome.Blocked, $"cluster {facts.Cluster.Name} has no Workload Identity: gcloud container clusters update {facts.Cluster.Name} --location {facts.Cluster.Location} --workload-pool PROJECT.svc.id.goog");
        if (!wish.IsExtra && facts.Machine(wish.MachineType) is { } machine && Eligibility.TooSmall(machine) is { } small)
            return new Change(subject, Outcome.Blocked, $"{small}: choose a larger node-pool.machine-type");
        return null;
    }

    private static PoolPlan Target(PoolWish wish, PoolFacts facts)
    {
        if (facts.Pool(wish.ReplacementName) is { } replacement) return Existing(wish, facts, replacement);
        if (facts.Pool(wish.Name) is { } named)
            return CanStay(wish, named) && !wish.Replace.Contains(named.Name) ? Existing(wish, facts, named) : New(wish, facts, wish.ReplacementName, WhyNew(wish, named));
        if (facts.Cluster.NodePools.FirstOrDefault(p => Serves(wish, facts, p)) is { } other)
            return Keep(wish, facts, other, $"{other.Name} is what is wanted");
        return New(wish, facts, wish.Name, "no pool does the work");
    }

    private static PoolPlan Existing(PoolWish wish, PoolFacts facts, NodePool pool)
    {
        if (pool.Status == "ERROR" && pool.Config?.ResourceLabels?.GetValueOrDefault(PoolWish.Mark) == PoolWish.MarkValue && facts.NodesOf(pool) == 0)
        {
            var why = pool.Conditions?.Select(c => c.Message).FirstOrDefault(m => m is not null) ?? pool.StatusMessage ?? "it is in error";
            return New(wish, facts, pool.Name, $"the last attempt failed: {why}") with { DropsFailed = true };
        }

        var updates = PoolDifference.Updates(wish, pool);
        var scaling = PoolDifference.Autoscaling(wish, pool);
        var resize = PoolDifference.Resize(wish, facts, pool);
        if (updates.Count == 0 && scaling is null && resize is null) return Keep(wish, facts, pool, pool.Status is null or "RUNNING" ? null : $"it is {pool.Status}: waited for");
        return new PoolPlan
        {
            Plan = Of(wish, [new Change(Subject(facts, pool.Name), Outcome.Configured, "in place") { Fields = PoolDifference.Fields(pool, updates, scaling, resize) }]),
            Target = pool.Name, Updates = updates, Autoscaling = scaling, Resize = resize, NodesWanted = Wanted(wish, pool.Zones),
        };
    }

    private static PoolPlan Keep(PoolWish wish, PoolFacts facts, NodePool pool, string? because)
    {
        var settled = pool.Status is null or "RUNNING";
        return new PoolPlan
        {
            Plan = Of(wish, [new Change(Subject(facts, pool.Name), settled ? Outcome.Unchanged : Outcome.Configured, because)]), Target = pool.Name, NodesWanted = Wanted(wish, pool.Zones),
        };
    }

    private static PoolPlan New(PoolWish wish, PoolFacts facts, string name, string because)
    {
        var zones = Math.Max(1, facts.Cluster.Locations.Count);
        var perZone = wish.NodesPerZone(zones);
        var words = $"{because}; {perZone} nodes in each of {zones} zones ({perZone * zones} in all), {wish.MachineType}";
        return new PoolPlan
        {
            Plan = Of(wish, [new Change(Subject(facts, name), Outcome.Created, words), .. QuotaNeeds.Shortages(wish, facts, perZone * zones)]),
            Target = name, Create = wish.Build(name, zones), NodesWanted = Wanted(wish, zones),
        };
    }

    /// <summary>True when nothing of the pool that cannot be changed in place is wrong.</summary>
    private static bool CanStay(PoolWish wish, NodePool pool) => HasAccount(wish, pool) && HasScopes(wish, pool);

    private static bool HasAccount(PoolWish wish, NodePool pool) => !wish.NeedsAccount || pool.Config?.ServiceAccount == wish.ServiceAccount;

    // With an account of its own the account's roles decide, whatever the scopes: the guide asks for one of both.
    private static bool HasScopes(PoolWish wish, NodePool pool) => wish.Access != PoolAccess.FullScope || pool.Scopes.Contains(Eligibility.FullScope);

    private static string WhyNew(PoolWish wish, NodePool pool) =>
        !HasAccount(wish, pool) ? $"{pool.Name} runs as {pool.Config?.ServiceAccount ?? "default"}, which cannot be changed"
        : !HasScopes(wish, pool) ? $"{pool.Name} lacks the scope cloud-platform, which cannot be added" : $"{pool.Name} is to be replaced";

    /// <summary>True when a pool that somebody else made does all that is wanted.</summary>
    private static bool Serves(PoolWish wish, PoolFacts facts, NodePool pool)
    {
        if (pool.Status is not (null or "RUNNING") || wish.Replace.Contains(pool.Name) || !CanStay(wish, pool)) return false;
        if (wish.Access == PoolAccess.WorkloadIdentity && pool.Config?.WorkloadMetadataConfig?.Mode != "GKE_METADATA") return false;
        if (wish.AcceleratorCount > 0 || wish.Taints.Count > 0 || pool.Taints.Any(t => t.Repels)) return false;
        if (wish.Labels.Any(l => pool.Config?.Labels?.GetValueOrDefault(l.Key) != l.Value)) return false;
        if (facts.Machine(pool.MachineType) is not { } there || facts.Machine(wish.MachineType) is not { } wanted) return false;
        var nodes = pool.Autoscaling is { IsOn: true } scaling ? scaling.Floor(pool.Zones) : facts.NodesOf(pool);
        return there.GuestCpus >= wanted.GuestCpus && there.MemoryMb >= wanted.MemoryMb && nodes >= Wanted(wish, pool.Zones);
    }

    private static int Wanted(PoolWish wish, int zones) =>
        wish.IsAutoscaled ? (wish.PerZone ? wish.MinNodes!.Value * zones : wish.MinNodes!.Value) : wish.NodesPerZone(zones) * zones;

    private static IReadOnlyList<string> Removed(PoolWish wish, PoolFacts facts, string target) =>
        [.. facts.Cluster.NodePools.Select(p => p.Name).Where(name => name != target && (wish.ReplaceAll || wish.Replace.Contains(name))).Order(StringComparer.Ordinal)];

    private static PoolPlan Guarded(PoolWish wish, PoolFacts facts, PoolPlan plan)
    {
        var changes = plan.Plan.Changes.ToList();
        foreach (var left in plan.Reopen)
            changes.Add(new Change(Subject(facts, left.Pool), Outcome.Configured, $"a run that was ended has left it closed: its nodes are opened{(left.Autoscaling is null ? "" : " and autoscaling is put back")}"));
        foreach (var name in plan.Remove) changes.Add(Removal(facts, name, plan.Target));
        // Deleted by an earlier run, or never there: both are what is wanted, and a slip shows here.
        foreach (var name in wish.Replace.Where(n => facts.Pool(n) is null)) changes.Add(new Change(Subject(facts, name), Outcome.Skipped, "replace-pools names it, and it is not there"));
        if (plan.Remove.Count > 0 && !StaysEligible(wish, facts, plan))
        {
            changes.Add(new Change($"cluster {facts.Cluster.Name}", Outcome.Blocked,
                $"without {string.Join(", ", plan.Remove)} it would not have {Eligibility.Nodes} nodes that fit Kubeflow Pipelines: keep one of them, or want a larger pool"));
        }

        foreach (var other in facts.Cluster.NodePools.Where(p => p.Name != plan.Target && !plan.Remove.Contains(p.Name)))
            changes.Add(new Change(Subject(facts, other.Name), Outcome.Skipped, "not ours to change; replace-pools or replace-all-pools would remove it"));
        return plan with { Plan = Of(wish, changes) };
    }

    private static Change Removal(PoolFacts facts, string name, string target)
    {
        if (facts.Nodes is null) return new Change(Subject(facts, name), Outcome.Blocked, "the cluster cannot be reached from here, so its Pods cannot be moved first");
        var holds = facts.Holds.GetValueOrDefault(name) ?? [];
        if (holds.Any(h => !h.MayPass)) return new Change(Subject(facts, name), Outcome.Blocked, $"its nodes cannot be emptied: {string.Join("; ", holds.Where(h => !h.MayPass).Select(h => h.What))}");
        var waits = holds.Count == 0 ? "" : $"; that waits for {string.Join("; ", holds.Select(h => h.What))}";
        return new Change(Subject(facts, name), Outcome.Deleted, $"after {target} is ready and its Pods have moved{waits}");
    }

    // What stands on the nodes of pools that stay: a run was ended before it could take it off.
    private static IReadOnlyList<PoolReopening> Left(PoolFacts facts, IReadOnlyList<string> removed) =>
    [
        .. (facts.Nodes ?? []).Where(n => n.Memory is not null && !removed.Contains(n.Pool) && facts.Pool(n.Pool) is not null)
            .GroupBy(n => n.Pool, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new PoolReopening(g.Key, PoolRemoval.Read(g.First().Memory!))),
    ];

    // The cluster as it will be: the target as wanted, the removed pools gone.
    private static bool StaysEligible(PoolWish wish, PoolFacts facts, PoolPlan plan)
    {
        var target = (plan.Create ?? facts.Pool(plan.Target)!) with { Status = "RUNNING", Locations = facts.Pool(plan.Target)?.Locations ?? facts.Cluster.Locations };
        var machine = plan.Updates.Select(u => u.MachineType).FirstOrDefault(m => m is not null);
        if (machine is not null) target = target with { Config = target.Config! with { MachineType = machine } };
        var after = facts.Cluster with { NodePools = [.. facts.Cluster.NodePools.Where(p => p.Name != plan.Target && !plan.Remove.Contains(p.Name)), target] };
        var nodes = facts.Nodes?.Where(n => n.Pool != plan.Target).Concat(Enumerable.Range(0, plan.NodesWanted).Select(i => new NodeFact($"{plan.Target}-{i}", plan.Target, true))).ToList();
        return Eligibility.Judge(after, facts.Machines, nodes, new JudgeOptions { RequireAccess = wish.Access != PoolAccess.None }).IsEligible;
    }

    private static Plan Of(PoolWish wish, IReadOnlyList<Change> changes) => new($"Node pool {wish.Name}", changes);

    private static string Subject(PoolFacts facts, string pool) => $"node pool {facts.Cluster.Name}/{pool}";
}
