using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>Makes a GKE cluster where there is none. One that is there is left as it is: its pools are EnsureNodePool's work, everything else its owner's.</summary>
public sealed class ClusterCreation(GoogleCloud cloud)
{
    /// <summary>Looks; nothing is written.</summary>
    /// <exception cref="UsageException">The place does not exist, or has no such machine type.</exception>
    public async Task<Plan> PlanAsync(ClusterWish wish, CancellationToken cancellation)
    {
        var subject = Subject(wish);
        var found = (await cloud.Clusters.ListAsync(wish.Path.Project, cancellation)).Clusters?.Where(c => c.Name == wish.Path.Name).ToList() ?? [];
        var here = found.Find(c => c.Location == wish.Path.Location);
        IReadOnlyList<Change> changes = here?.Status switch
        {
            null when found.Count > 0 => [new Change(subject, Outcome.Blocked, $"there is one of that name in {string.Join(", ", found.Select(c => c.Location))}: correct location, or choose another cluster.name")],
            null => await CreatedAsync(wish, cancellation),
            "RUNNING" or "RECONCILING" => [new Change(subject, Outcome.Unchanged)],
            "PROVISIONING" => [new Change(subject, Outcome.Configured, "it is being made: waited for")],
            var status => [new Change(subject, Outcome.Blocked, $"it is {status}. {here.StatusMessage}".Trim())],
        };
        return new Plan($"Cluster {wish.Path.Name}", changes);
    }

    /// <summary>Does what the plan says.</summary>
    /// <exception cref="DeployException">It could not be made; the message says why.</exception>
    public async Task ActAsync(ClusterWish wish, Plan plan, CancellationToken cancellation)
    {
        if (plan.Changes[0].Outcome == Outcome.Created)
        {
            await CreateAsync(wish, await ZonesAsync(wish, cancellation), cancellation);
            cloud.Output.Show(new Change(Subject(wish), Outcome.Created));
        }

        await RunningAsync(wish, cancellation);
    }

    private async Task CreateAsync(ClusterWish wish, IReadOnlyList<string> zones, CancellationToken cancellation)
    {
        try
        {
            var operation = await cloud.Clusters.CreateAsync(wish.Path, wish.Build(zones), cancellation);
            await cloud.Operations.AwaitAsync(wish.Path, operation, Subject(wish), cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.AlreadyExists)
        {
            // Somebody was faster, or an earlier run was ended in the middle: it is waited for all the same.
        }
    }

    private async Task<IReadOnlyList<Change>> CreatedAsync(ClusterWish wish, CancellationToken cancellation)
    {
        var zones = await ZonesAsync(wish, cancellation);
        var machine = await cloud.Compute.MachineTypeAsync(wish.Path.Project, zones[0], wish.Pool.MachineType, cancellation)
            ?? throw await MachineTypes.MissingAsync(cloud.Compute, wish.Path.Project, zones[0], wish.Pool.MachineType, cancellation);
        var region = (await cloud.Compute.RegionAsync(wish.Path.Project, zones[0][..zones[0].LastIndexOf('-')], cancellation))?.Quotas ?? [];
        var facts = new PoolFacts(new ClusterDetails { Name = wish.Path.Name, Location = wish.Path.Location, Locations = zones }, new Dictionary<string, MachineType> { [machine.Name] = machine }, null) { Quotas = region };
        var nodes = wish.Pool.NodesPerZone(zones.Count) * zones.Count;
        return
        [
            new Change(Subject(wish), Outcome.Created, $"{nodes} nodes of {wish.Pool.MachineType} in {string.Join(", ", zones)}, channel {wish.ReleaseChannel}; takes some minutes"),
            // The first pool carries Pipelines, whatever is added beside it later.
            .. Eligibility.TooSmall(machine) is { } small ? new[] { new Change($"node pool {wish.Path.Name}/{wish.Pool.Name}", Outcome.Blocked, $"{small}: choose a larger node-pool.machine-type") } : [],
            .. QuotaNeeds.Shortages(wish.Pool, facts, nodes),
        ];
    }

    private async Task<IReadOnlyList<string>> ZonesAsync(ClusterWish wish, CancellationToken cancellation)
    {
        var all = await cloud.Compute.ZonesAsync(wish.Path.Project, cancellation);
        return NodeZones.Of(wish.Path.Location, all) is { Count: > 0 } zones ? zones
            : throw new UsageException($"location: there is no region or zone '{wish.Path.Location}'.{Nearest.Hint(wish.Path.Location, all)}", "List them: gcloud compute zones list");
    }

    private async Task RunningAsync(ClusterWish wish, CancellationToken cancellation)
    {
        using var wait = new Waiting(cloud.Door.Time, cloud.Output, $"{Subject(wish)}: run", cloud.Deadline);
        while (true)
        {
            var cluster = await cloud.Clusters.FindAsync(wish.Path, cancellation);
            if (cluster?.Status is "RUNNING" or "RECONCILING") return;
            if (cluster?.Status is not "PROVISIONING")
                throw new DeployException($"{Subject(wish)}: it is {cluster?.Status ?? "gone"}. {cluster?.StatusMessage}".Trim(), "Delete it if nothing is in it, remove the cause, and run again.");
            await wait.PauseAsync(cloud.Door.Options.PollInterval, ["it is being made"], cancellation);
        }
    }

    private static string Subject(ClusterWish wish) => $"cluster {wish.Path.Name} in {wish.Path.Location}";
}
