using System.Collections.Concurrent;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// Sends a set: every object as soon as what it needs is there, so many at a time, those first that hold up most. One
/// refused object holds up only what needs it.
/// </summary>
internal sealed class ApplyRun(KubeObjects objects, Gates gates, Applier applier, TargetMaker maker, IReadOnlyList<Target> targets, IOutput output, ApplyOptions options)
{
    private readonly PrioritySlots _slots = new(objects.Door.Parallelism);
    private readonly ConcurrentDictionary<ResourceId, Change> _changes = new();
    private readonly ConcurrentDictionary<ResourceId, Refusal> _refusals = new();

    /// <summary>One entry per target, in their order.</summary>
    public IReadOnlyList<Change> Changes => targets.Select(t => _changes.GetValueOrDefault(t.Id)).OfType<Change>().ToList();

    /// <summary>What was refused, in the order of the set; objects that only waited for a refused one are not repeated here.</summary>
    public IReadOnlyList<Problem> Problems => targets.Select(t => _refusals.GetValueOrDefault(t.Id)?.Problem).OfType<Problem>().ToList();

    /// <summary>True when only the time was over for everything that was refused: what it waits for may still come.</summary>
    public bool IsLate => !_refusals.IsEmpty && _refusals.Values.All(r => r.IsLate);

    /// <exception cref="KubeError">The server is gone, or no longer lets us in.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // What would fail for every object ends the run at the first.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        DeployException? fatal = null;
        await Task.WhenAll(targets.Select(async target =>
        {
            try
            {
                await OneAsync(target, end.Token);
            }
            catch (DeployException e)
            {
                Interlocked.CompareExchange(ref fatal, e, null);
                await end.CancelAsync();
            }
            catch (OperationCanceledException) when (fatal is not null && !cancellation.IsCancellationRequested)
            {
                // Ended by the fatal one.
            }
        }));
        if (fatal is not null) throw fatal;
    }

    private async Task OneAsync(Target target, CancellationToken cancellation)
    {
        if (target.IsUnchanged)
        {
            Done(target, new Change(target.Id.ToString(), Outcome.Unchanged) { Component = options.ComponentOf?.Invoke(target.Node.Resource) });
            return;
        }

        try
        {
            await NeedsAsync(target, cancellation);
            await applier.ProveWebhooksAsync(target, cancellation);
            var slot = new Slot(_slots, target.Height);
            await slot.EnterAsync(cancellation);
            try
            {
                Done(target, await applier.ApplyAsync(target, slot, cancellation));
            }
            finally
            {
                slot.Leave();
            }
        }
        catch (Refusal refusal)
        {
            _refusals[target.Id] = refusal;
            Blocked(target, refusal);
        }
    }

    private async Task NeedsAsync(Target target, CancellationToken cancellation)
    {
        foreach (var need in target.Node.Needs)
        {
            try
            {
                var open = gates.OpenAsync(need, target, cancellation);
                if (!open.IsCompleted) output.Write(new OutputEvent.Judged(target.Id.ToString(), Verdict.Waiting($"not sent yet: {need.Because}")));
                await open;
            }
            catch (Refusal refusal)
            {
                throw new Refusal(refusal.Problem with { Message = $"{target.Id} was not sent, {need.Because}: {refusal.Problem.Message}" }, refusal.IsLate);
            }
        }

        if (target.Kind is null) await SettleAsync(target, cancellation);
    }

    // The kind came into being during the run: now the object can be placed and looked at.
    private async Task SettleAsync(Target target, CancellationToken cancellation)
    {
        var id = target.Id;
        var kind = await objects.Door.Kinds.FindAsync(id.Group, id.Version, id.Kind, cancellation)
            ?? throw new Refusal(new Problem($"{id}: the server has no kind {id.Kind} in {id.ApiVersion}.", target.Node.Resource.Source));
        if (kind.Namespaced && id.Namespace is null)
            throw new Refusal(Problem.NoNamespace(target.Node.Resource));
        maker.Settle(target, kind);
        target.Live = await objects.GetAsync(kind, id.Namespace, id.Name, cancellation);
        target.LiveIsWhole = target.Live is not null;
        Observer.Compare(target, null, options.Manager);
    }

    private void Done(Target target, Change change)
    {
        _changes[target.Id] = change;
        output.Show(change);
        gates.Accepted(target);
    }

    private void Blocked(Target target, Refusal refusal)
    {
        var change = new Change(target.Id.ToString(), Outcome.Blocked, refusal.Problem.Message) { Component = options.ComponentOf?.Invoke(target.Node.Resource) };
        _changes[target.Id] = change;
        output.Show(change);
        gates.Failed(target, refusal);
    }
}
