using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Checking;
using KfPipelineTasks.Cluster.Inventories;
using KfPipelineTasks.Cluster.Planning;
using KfPipelineTasks.Cluster.Waiting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// Applies a set of objects once: looks at what is there, writes what differs in the order the graph allows, prunes what left
/// the set, waits until all of it is ready. Running it again does nothing but look.
/// </summary>
/// <param name="door">The cluster.</param>
/// <param name="judge">Says whether a live object is ready; its second argument holds objects that say more about it (Pods, endpoints), as far as they are known.</param>
/// <param name="output">Told every change and every wait.</param>
public sealed class ApplyEngine(ClusterDoor door, Func<Resource, IReadOnlyList<Resource>, Verdict> judge, IOutput output)
{
    /// <summary>Why an object that is not there is not ready.</summary>
    public const string Missing = "it does not exist";

    private static readonly ApiKind Namespaces = new("", "v1", "Namespace", "namespaces", false, true, ["get"]);
    private static readonly string[] Definitions = ["CustomResourceDefinition.apiextensions.k8s.io ", "APIService.apiregistration.k8s.io "];
    private readonly KubeObjects _objects = new(door);

    /// <summary>An engine whose judge looks at each object alone.</summary>
    public ApplyEngine(ClusterDoor door, Func<Resource, Verdict> judge, IOutput output)
        : this(door, (live, _) => judge(live), output)
    {
    }

    /// <summary>Applies the set.</summary>
    /// <exception cref="UsageException">Something in the set can be applied by nobody, or belongs to somebody else; nothing was sent.</exception>
    /// <exception cref="KubeError">The server cannot be reached, or does not let us in.</exception>
    public async Task<ApplyResult> ApplyAsync(ApplyGraph graph, ApplyOptions options, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        var look = await CheckedAsync(graph, options, cancellation);
        foreach (var note in graph.Notes) output.Detail(note);
        if (look.Inventory is { } inventory) await inventory.WidenAsync(look.Targets.Select(t => t.Id), cancellation);
        await using var progress = ProgressOf("objects to be accepted", options);
        await new NodePorts(_objects, options.Manager).FreeAsync(look, cancellation);
        var run = await SendAsync(look, progress, options, cancellation);
        var (changes, problems) = (run.Changes, run.Problems);
        // What is not known to be applied is no reason to delete anything.
        if (problems.Count == 0 && look.Inventory is not null) (changes, problems) = await PruneAsync(look, changes, options, cancellation);
        var notReady = problems.Count == 0 && options.Wait is { } wait ? await WaitAsync(look.Targets, wait, options, cancellation) : [];
        ForgetKinds(door, changes);
        return new ApplyResult(changes, problems, notReady, door.Time.GetElapsedTime(started)) { IsWritten = run.Problems.Count == 0, IsLate = run.IsLate };
    }

    /// <summary>Looks for what nobody could apply, as <see cref="ApplyAsync"/> does before its first write. Writes nothing.</summary>
    /// <exception cref="UsageException">There is something; carries all of it.</exception>
    public Task CheckAsync(ApplyGraph graph, ApplyOptions options, CancellationToken cancellation) => CheckedAsync(graph, options, cancellation);

    /// <summary>Says what <see cref="ApplyAsync"/> would do. Writes nothing.</summary>
    /// <param name="title">What the plan is for.</param>
    /// <exception cref="UsageException">Something in the set can be applied by nobody, or belongs to somebody else.</exception>
    public async Task<Plan> PlanAsync(string title, ApplyGraph graph, ApplyOptions options, CancellationToken cancellation)
    {
        var mistakes = new Problems();
        var look = await LookAsync(graph, options, mistakes, cancellation);
        mistakes.ThrowIfAny("objects");
        var planner = new Planner(_objects, look.Targets, options, await new FieldCheck(_objects, options, output).FindAsync(look.Targets, cancellation));
        var changes = await Task.WhenAll(look.Targets.Select(t => planner.OneAsync(t, cancellation)));
        var left = options.Inventory?.Prune == true
            ? look.Left.Select(l => l.Stays is null ? new Change(l.Live.Id.ToString(), Outcome.Pruned, "no longer in the set") : new Change(l.Live.Id.ToString(), Outcome.Skipped, $"no longer in the set, stays: {l.Stays}"))
            : [];
        return new Plan(title, [.. changes, .. left]);
    }

    /// <summary>Forgets a set of which nothing is left.</summary>
    /// <exception cref="UsageException">The inventory belongs to another tool.</exception>
    public static async Task ForgetAsync(ClusterDoor door, InventoryOptions options, CancellationToken cancellation) => await Inventory.ForgetAsync(new KubeObjects(door), options, cancellation);

    /// <summary>Judges the objects of a set as they are. Writes nothing.</summary>
    /// <returns>Every object with its verdict, in the order of the set; missing ones are <see cref="State.Failed"/>.</returns>
    public async Task<IReadOnlyList<(ResourceId Id, Verdict Verdict)>> StatusAsync(ApplyGraph graph, ApplyOptions options, CancellationToken cancellation)
    {
        var mistakes = new Problems();
        var maker = new TargetMaker(await KindsAsync(graph, null, cancellation), options, new Dictionary<string, string>(), mistakes);
        var targets = maker.Make(graph);
        mistakes.ThrowIfAny("objects");
        await new Observer(_objects, options.Manager, null, []).LookAsync(targets, cancellation);
        var around = new AroundLists(_objects, cancellation);
        return await Task.WhenAll(targets.Select(async t =>
            (t.Id, t.Live is { } live ? judge(live, await around.AskAsync(live)) : Verdict.Failed(Missing, "Apply the set."))));
    }

    /// <summary>Definitions of kinds came or went: what the door knows of kinds is out of date.</summary>
    internal static void ForgetKinds(ClusterDoor door, IEnumerable<Change> changes)
    {
        if (changes.Any(c => c.Writes && Definitions.Any(d => c.Subject.StartsWith(d, StringComparison.Ordinal)))) door.Kinds.Forget();
    }

    private async Task<Look> CheckedAsync(ApplyGraph graph, ApplyOptions options, CancellationToken cancellation)
    {
        var mistakes = new Problems();
        var look = await LookAsync(graph, options, mistakes, cancellation);
        await new Preflight(_objects, options, output).CheckAsync(look.Targets, mistakes, cancellation);
        mistakes.ThrowIfAny("objects");
        return look;
    }

    private async Task<Look> LookAsync(ApplyGraph graph, ApplyOptions options, Problems problems, CancellationToken cancellation)
    {
        await door.PinAsync(cancellation);
        var inventory = options.Inventory is { } i ? await Inventory.OpenAsync(_objects, i, options.Manager, cancellation) : null;
        if (graph.Nodes.Count == 0 && options.Inventory is { Prune: true, AllowEmpty: false } && inventory!.KnownKinds.Count > 0)
            throw new UsageException("The set is empty, and everything it had would be pruned.", "Say so with --allow-empty (apply.allow-empty) if that is meant, or correct the path.");
        var kinds = await KindsAsync(graph, inventory, cancellation);
        var maker = new TargetMaker(kinds, options, inventory?.MemberLabels ?? new Dictionary<string, string>(), problems);
        var targets = maker.Make(graph);
        var observer = new Observer(_objects, options.Manager, inventory?.Selector, inventory is null ? [] : [.. inventory.KnownNamespaces]);
        await observer.LookAsync(targets, cancellation);
        await RefuseMissingNamespacesAsync(targets, options.Foreseen, problems, cancellation);
        if (inventory is null) return Found(maker, targets, null, []);
        inventory.RefuseForeign(targets, problems);
        var looked = targets.Where(t => t.KindServed).Select(t => t.Id.GroupKind).ToHashSet();
        // A kind that is no longer served has no members any more.
        var others = inventory.KnownKinds.Except(looked).Select(name => kinds.All.FirstOrDefault(k => k.GroupKind == name)).OfType<ApiKind>();
        await Task.WhenAll(others.Select(k => observer.LookForMembersAsync(k, cancellation)));
        return Found(maker, targets, inventory, PruneList.Of(observer.Members, targets.Select(t => t.Id), targets.Select(t => t.Live?.Text("metadata", "uid")), options.Inventory!, options.Manager));
    }

    private ValueTask<KindTable> KindsAsync(ApplyGraph graph, Inventory? inventory, CancellationToken cancellation) => door.Kinds.TableForAsync(
        table => graph.Nodes.All(n => table.Find(n.Resource.Id.Group, n.Resource.Id.Version, n.Resource.Id.Kind) is not null) &&
                 (inventory is null || inventory.KnownKinds.IsSubsetOf(table.All.Select(k => k.GroupKind))),
        cancellation);

    // A namespace that nobody brings would refuse every object in it, one by one.
    private async Task RefuseMissingNamespacesAsync(IReadOnlyList<Target> targets, IReadOnlyList<Resource> foreseen, Problems problems, CancellationToken cancellation)
    {
        var brought = targets.Select(t => t.Id).Concat(foreseen.Select(r => r.Id))
            .Where(id => id is { Kind: "Namespace", Group: "" } or { Kind: "Profile", Group: "kubeflow.org" }).Select(id => id.Name).ToHashSet();
        await Task.WhenAll(targets.Where(t => t.Id.Namespace is { } ns && !brought.Contains(ns) && t.Live is null).GroupBy(t => t.Id.Namespace!).Select(async group =>
        {
            try
            {
                var live = await _objects.GetAsync(Namespaces, null, group.Key, cancellation, metadataOnly: true);
                if (live is not null && live.Text("metadata", "deletionTimestamp") is null) return;
                lock (problems) problems.AddRange(group.Select(t => live is null ? Problem.MissingNamespace(t.Node.Resource, group.Key) : Dying(t, group.Key)));
            }
            catch (KubeError e) when (e.Kind == KubeErrorKind.Forbidden)
            {
                // Whoever may only work inside a namespace may not read it: the server will say.
            }
        }));
    }

    private static Problem Dying(Target target, string ns) =>
        new($"{target.Id}: namespace {ns} is being deleted.", target.Node.Resource.Source, "Add the Namespace to the set, so that it is made again, or wait until it is gone and create it.");

    private static Look Found(TargetMaker maker, IReadOnlyList<Target> targets, Inventory? inventory, IReadOnlyList<(Resource Live, string? Stays)> left)
    {
        Heights.Fill(targets);
        return new Look(maker, targets, inventory, left);
    }

    private async Task<ApplyRun> SendAsync(Look look, Progress progress, ApplyOptions options, CancellationToken cancellation)
    {
        var gates = new Gates(_objects, judge, look.Targets, progress, output, options);
        using var applier = new Applier(_objects, gates, progress, look.Targets, output, options);
        var run = new ApplyRun(_objects, gates, applier, look.Maker, look.Targets, output, options);
        await run.RunAsync(cancellation);
        return run;
    }

    private async Task<(IReadOnlyList<Change>, IReadOnlyList<Problem>)> PruneAsync(Look look, IReadOnlyList<Change> changes, ApplyOptions options, CancellationToken cancellation)
    {
        var kept = look.Left;
        if (!options.Inventory!.Prune)
        {
            await look.Inventory!.NarrowAsync(look.Targets.Select(t => t.Id).Concat(kept.Select(l => l.Live.Id)), cancellation);
            return (changes, []);
        }

        await using var progress = ProgressOf("objects that left the set to be gone", options);
        var departure = new Departure(_objects, progress, options.DeleteTimeout, options.LookFirst, options.LookMost);
        var (pruned, problems) = await new Pruner(_objects, look.Inventory!, departure, output).RunAsync(kept, cancellation);
        var gone = pruned.Where(p => p.Outcome == Outcome.Pruned).Select(p => p.Subject).ToHashSet();
        await look.Inventory!.NarrowAsync(look.Targets.Select(t => t.Id).Concat(kept.Select(l => l.Live.Id).Where(id => !gone.Contains(id.ToString()))), cancellation);
        return ([.. changes, .. pruned], problems);
    }

    private Progress ProgressOf(string what, ApplyOptions options) => new(what, output, door.Time, options.Wait?.Reminder ?? TimeSpan.FromSeconds(30));

    private async Task<IReadOnlyList<NotReady>> WaitAsync(IReadOnlyList<Target> targets, WaitOptions wait, ApplyOptions options, CancellationToken cancellation)
    {
        var around = new AroundLists(_objects, cancellation);
        var judged = await Task.WhenAll(targets.Where(t => t is { Live: not null, Kind: not null }).Select(async t => (Target: t, Verdict: await FirstVerdictAsync(t.Live!, around))));
        foreach (var (target, verdict) in judged) output.Write(new OutputEvent.Judged(target.Id.ToString(), verdict));
        var pending = judged.Where(j => j.Verdict.State is State.Waiting or State.Failed)
            .Select(j => new PendingObject(j.Target.Kind!, j.Target.Id, j.Verdict, wait.DeadlineOf(j.Target.Id.GroupKind), j.Target.Node.StartsAfter))
            .ToList();
        return await new ReadinessWait(_objects, judge, output, wait, options.FailingTimeout).RunAsync(pending, cancellation);
    }

    // A workload's own status says whether it is ready; a webhook configuration only seems so without a look around, and a Profile says nothing of itself.
    private async Task<Verdict> FirstVerdictAsync(Resource live, AroundLists around)
    {
        var alone = judge(live, []);
        return alone.State is State.Waiting or State.Failed || live.Id.Group is "apps" or "batch" || Around.Of(live).Count == 0 ? alone : judge(live, await around.AskAsync(live));
    }
}
