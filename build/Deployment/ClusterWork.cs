using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Deleting;
using KfPipelineTasks.Cluster.Inventories;
using KfPipelineTasks.Cluster.Locking;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Model;
using KfPipelineTasks.Readiness;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// Brings a set of objects to one cluster: looks at the cluster, orders the set, applies it once, waits. Joins the rooms that do
/// not know each other; every task that writes to a cluster goes through here.
/// </summary>
/// <param name="door">The cluster.</param>
/// <param name="context">The run.</param>
/// <param name="stopAtFirstFailure">
/// Config Connector says for sure that something has failed, and everything else waits for it. A Pod that crashes may only be
/// waiting for its database, so elsewhere the rest is awaited.
/// </param>
internal sealed class ClusterWork(ClusterDoor door, DeployContext context, bool stopAtFirstFailure = false)
{
    private readonly ReadinessBook _book = new(context.Time);

    /// <summary>Paths of fields that are the set's by their nature, whoever has owned them before.</summary>
    public IReadOnlyList<string> Take { get; init; } = [];

    /// <summary>What must be in the cluster already; null where nothing must.</summary>
    public ExternalComponents? External { get; init; }

    /// <summary>Applies and awaits a set.</summary>
    /// <param name="set">What it is called in the inventory: <c>kubeflow</c>; empty: nothing is remembered.</param>
    /// <param name="wanted">The objects.</param>
    /// <param name="package">Where the objects come from, for tables and places; null for objects of our own.</param>
    /// <exception cref="UsageException">The set cannot be applied by anybody; nothing was sent.</exception>
    /// <exception cref="DeployException">Something was refused or has failed.</exception>
    /// <exception cref="NotReadyInTimeException">Everything was written; something may still become ready.</exception>
    public async Task ApplyAsync(string set, IReadOnlyList<Resource> wanted, PackageObjects? package = null)
    {
        var graph = await GraphAsync(wanted, isWritten: true);
        var options = Options(set, package);
        if (context.Settings.Run.Plan)
        {
            var plan = await Engine.PlanAsync(Title(set), graph, options, context.Stop);
            context.Run.Planned(plan);
            var created = plan.Changes.Where(c => c.Outcome == Outcome.Created).Select(c => c.Subject).ToHashSet(StringComparer.Ordinal);
            context.Run.Foresight.Add(door.Name, wanted.Where(r => created.Contains(r.Id.ToString())));
            return;
        }

        await using var held = await LockAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, held.Lost);
        var result = await Engine.ApplyAsync(graph, options, stop.Token);
        if (result.Changes.Any(c => c.Writes)) context.Run.Outcome.Acted();
        Summarise(set, result);
        result.ThrowIfFailed();
    }

    /// <summary>True when the cluster remembers a set, and something that an earlier run brought with it may be left there.</summary>
    public async Task<bool> RemembersAsync(string set, PackageObjects package) =>
        (await SetMembers.LeftBehindAsync(door, new InventoryOptions(set) { Kept = KeptOf(package) }, [], context.Settings.Apply.FieldManager, context.Stop)).Count > 0;

    /// <summary>Looks for what nobody could apply, and adds it to the problems; writes nothing.</summary>
    public async Task CheckAsync(string set, IReadOnlyList<Resource> wanted, PackageObjects package, Problems problems)
    {
        try
        {
            await Engine.CheckAsync(await GraphAsync(wanted, isWritten: true), Options(set, package), context.Stop);
        }
        catch (UsageException refused)
        {
            problems.AddRange(refused.Problems);
        }
    }

    /// <summary>Plans a set for a cluster that the run would make first: nobody can be asked, and everything in it would be new.</summary>
    /// <param name="cluster">What the cluster will be called.</param>
    /// <param name="namespaces">Namespaces that will be there besides those of the set.</param>
    /// <exception cref="UsageException">The set cannot be applied by anybody.</exception>
    public static void PlanForClusterToCome(DeployContext context, string cluster, string set, IReadOnlyList<Resource> wanted, PackageObjects? package = null, params IReadOnlyList<string> namespaces)
    {
        var graph = FreshCluster.Graph(wanted, namespaces);
        if (graph.Problems.Count > 0) throw new UsageException("objects", graph.Problems);
        context.Run.Planned(new Model.Plan($"{set} on {cluster}, which does not exist yet",
            [.. graph.Nodes.Select(n => new Change(n.Resource.Id.ToString(), Outcome.Created) { Component = package?.ComponentOf(n.Resource.Id) })]));
    }

    /// <summary>Deletes a set, last things first; what holds data stays unless it is confirmed or the settings name it.</summary>
    /// <param name="title">What it is called in a plan and in the end.</param>
    /// <param name="inventory">What the set is called in the inventory: forgotten when nothing of it stays.</param>
    /// <param name="set">The objects; those the inventory remembers besides are added.</param>
    /// <param name="package">Where the objects come from, for tables and for what somebody else takes care of; null for objects of our own.</param>
    /// <param name="confirmed">Objects that hold something and go all the same.</param>
    /// <returns>What stays, or in a plan would stay, and why.</returns>
    /// <exception cref="DeployException">Something could not be deleted; the message says what holds it.</exception>
    public async Task<IReadOnlyList<Change>> DeleteAsync(string title, string inventory, IReadOnlyList<Resource> set, PackageObjects? package = null, Func<ResourceId, bool>? confirmed = null)
    {
        var settings = context.Settings;
        // What was kept when it left the manifests is of the set all the same.
        set = [.. set, .. await SetMembers.LeftBehindAsync(door, new InventoryOptions(inventory) { Kept = KeptOf(package) }, set.Select(r => r.Id), settings.Apply.FieldManager, context.Stop)];
        // What could not be applied any more (its namespace is gone already) can be deleted all the same.
        var graph = await GraphAsync(set);
        var engine = new DeleteEngine(door, context.Output);
        var options = new DeleteOptions
        {
            Timeout = settings.Timeouts.Delete,
            ComponentOf = package is null ? null : resource => package.ComponentOf(resource.Id),
            Confirmed = [.. set.Where(r => settings.Teardown.Names(r.Id) || confirmed?.Invoke(r.Id) == true).Select(r => r.Id.ToString())],
        };
        if (settings.Run.Plan)
        {
            var plan = await engine.PlanAsync(title, graph, options, context.Stop);
            context.Run.Planned(plan);
            return Staying(plan.Changes);
        }

        await using var held = await LockAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, held.Lost);
        var result = await engine.DeleteAsync(graph, options, stop.Token);
        if (result.Changes.Any(c => c.Writes)) context.Run.Outcome.Acted();
        context.Output.Info(result.Changes.Count == 0 ? $"{title}: nothing is left on {door.Name}." : $"{title}: {Counts(result.Changes)} on {door.Name}.");
        result.ThrowIfFailed();
        var staying = Staying(result.Changes);
        if (staying.Count == 0) await ApplyEngine.ForgetAsync(door, new InventoryOptions(inventory), stop.Token);
        return staying;
    }

    private static IReadOnlySet<ResourceId> KeptOf(PackageObjects? package) => package?.External.Ids ?? new HashSet<ResourceId>();

    private static IReadOnlyList<Change> Staying(IEnumerable<Change> changes) => [.. changes.Where(c => c.Outcome == Outcome.Skipped)];

    /// <summary>Looks at every object of a set and says whether it is ready; writes nothing.</summary>
    public async Task<IReadOnlyList<(ResourceId Id, Verdict Verdict)>> StatusAsync(string set, IReadOnlyList<Resource> wanted) =>
        // What an apply would refuse is, to who only looks, something that is not there.
        await Engine.StatusAsync(await GraphAsync(wanted) with { Problems = [] }, Options(set, null), context.Stop);

    private Task<RunLock> LockAsync() =>
        RunLock.TakeAsync(door, new LockOptions(context.Run.Holder) { Process = HolderProcess.Current(), Patience = context.Settings.Timeouts.Lock }, context.Output, context.Stop);

    private ApplyEngine Engine => new(door, Judge, context.Output);

    // The way in from outside needs a name that leads to its address, which no object of the package brings.
    private Verdict Judge(Resource live, IReadOnlyList<Resource> around) =>
        _book.Judge(live, around) is { State: State.Waiting or State.Failed } verdict && IsWayIn(live.Id)
            ? Verdict.Unknown($"accepted and not awaited here, the name of the installation must lead to it first: {verdict.Because}")
            : _book.Judge(live, around);

    private static bool IsWayIn(ResourceId id) =>
        id is { Group: "networking.k8s.io", Kind: "Ingress" } or { Group: "networking.gke.io", Kind: "ManagedCertificate" };

    // What is wrong with it is told together with what only the cluster knows.
    private async Task<ApplyGraph> GraphAsync(IReadOnlyList<Resource> wanted, bool isWritten = false)
    {
        var foreseen = context.Run.Foresight.Of(door.Name);
        var contexts = isWritten ? await ConfigConnectorContexts.ReadAsync(door, wanted, context.Stop) : null;
        IReadOnlyList<Resource> there = [.. await LiveFacts.ReadAsync(door, context.Stop), .. contexts?.Live ?? [], .. foreseen];
        var graph = AdmissionGraph.Build(wanted, there);
        return graph with { Problems = [.. External?.Missing(there) ?? [], .. contexts?.Missing(wanted, foreseen) ?? [], .. graph.Problems] };
    }

    private ApplyOptions Options(string set, PackageObjects? package)
    {
        var settings = context.Settings;
        return new ApplyOptions
        {
            Manager = settings.Apply.FieldManager,
            Strict = settings.Apply.Validation == FieldValidation.Strict,
            Inventory = set.Length == 0 ? null : new InventoryOptions(set) { Prune = settings.Apply.Prune, AllowEmpty = settings.Apply.AllowEmpty, Kept = KeptOf(package) },
            Conflicts = new ConflictRules { ForceAll = settings.Apply.ForceConflicts, Force = [.. settings.Apply.ForceFields, .. Take] },
            GateTimeout = settings.Timeouts.Ready,
            DeleteTimeout = settings.Timeouts.Delete,
            FailingTimeout = settings.Timeouts.Failing,
            Wait = Waiting(settings.Timeouts) with { StopAtFirstFailure = stopAtFirstFailure },
            ComponentOf = package is null ? null : resource => package.ComponentOf(resource.Id),
            Locate = package is null ? null : package.Locate,
            Foreseen = context.Run.Foresight.Of(door.Name),
        };
    }

    private string Title(string set) => set.Length == 0 ? door.Name : $"{set} on {door.Name}";

    private static WaitOptions Waiting(TimeoutSettings timeouts)
    {
        var standard = new WaitOptions { Deadline = timeouts.Ready };
        // A kind may be named with or without its group; what the user says beats what is built in.
        var kinds = standard.ByKind.Where(k => !timeouts.Kinds.ContainsKey(k.Key.Split('.')[0])).Concat(timeouts.Kinds);
        return standard with { ByKind = kinds.DistinctBy(k => k.Key).ToDictionary(k => k.Key, k => k.Value) };
    }

    private void Summarise(string set, ApplyResult result) =>
        context.Output.Info($"{Title(set)}: {Counts(result.Changes)} in {result.Elapsed.TotalSeconds:0.0} s.");

    private static string Counts(IReadOnlyList<Change> changes) =>
        string.Join(", ", changes.GroupBy(c => c.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.Word()}"));
}
