using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Waiting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Applies a set of objects once: looks, writes what differs in the order the graph allows, waits until it is ready.</summary>
/// <param name="door">The cluster.</param>
/// <param name="judge">Says whether a live object is ready.</param>
/// <param name="output">Told every change and every wait.</param>
public sealed class ApplyEngine(ClusterDoor door, Func<Resource, Verdict> judge, IOutput output)
{
    private readonly KubeObjects _objects = new(door);

    /// <summary>Applies the set.</summary>
    /// <exception cref="UsageException">Something in the set can be applied by nobody; nothing was sent.</exception>
    /// <exception cref="KubeError">The server cannot be reached, or does not let us in.</exception>
    public async Task<ApplyResult> ApplyAsync(ApplyGraph graph, ApplyOptions options, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        await door.PinAsync(cancellation);
        var maker = new TargetMaker(await door.Kinds.TableAsync(cancellation), options, new Dictionary<string, string>());
        var targets = maker.Make(graph);
        await new Observer(_objects, options.Manager, null).LookAsync(targets, cancellation);
        Heights.Fill(targets);
        var run = await SendAsync(targets, maker, options, cancellation);
        var notReady = run.Problems.Count == 0 && options.Wait is { } wait ? await WaitAsync(targets, wait, cancellation) : [];
        return new ApplyResult(run.Changes, run.Problems, notReady, door.Time.GetElapsedTime(started));
    }

    private async Task<ApplyRun> SendAsync(IReadOnlyList<Target> targets, TargetMaker maker, ApplyOptions options, CancellationToken cancellation)
    {
        await using var progress = new Progress("objects to be accepted", output, door.Time, options.Wait?.Reminder ?? TimeSpan.FromSeconds(30), options.GateTimeout);
        var gates = new Gates(_objects, judge, targets, progress, options);
        using var applier = new Applier(_objects, gates, progress, targets, options);
        var run = new ApplyRun(_objects, gates, applier, maker, targets, output, options);
        await run.RunAsync(cancellation);
        return run;
    }

    private Task<IReadOnlyList<NotReady>> WaitAsync(IReadOnlyList<Target> targets, WaitOptions wait, CancellationToken cancellation)
    {
        var pending = targets.Where(t => t is { Live: not null, Kind: not null })
            .Select(t => new PendingObject(t.Kind!, t.Id, judge(t.Live!), wait.DeadlineOf(t.Id.GroupKind), t.Node.StartsAfter))
            .Where(p => p.Verdict.State is State.Waiting or State.Failed)
            .ToList();
        return new ReadinessWait(_objects, judge, output, wait).RunAsync(pending, cancellation);
    }
}
