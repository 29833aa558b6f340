using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Deleting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Inventories;

/// <summary>Deletes what left a set: custom resources before what serves them, namespaces last, each only when the one before is gone.</summary>
internal sealed class Pruner(KubeObjects objects, Inventory inventory, Departure departure, IOutput output)
{
    /// <returns>What happened to each object, and what went wrong.</returns>
    public async Task<(IReadOnlyList<Change> Changes, IReadOnlyList<Problem> Problems)> RunAsync(IReadOnlyList<(Resource Live, string? Stays)> left, CancellationToken cancellation)
    {
        var changes = new List<Change>();
        var problems = new List<Problem>();
        foreach (var (live, stays) in left.Where(l => l.Stays is not null)) Tell(changes, new Change(live.Id.ToString(), Outcome.Skipped, $"no longer in the set, stays: {stays}"));
        foreach (var phase in left.Where(l => l.Stays is null).Select(l => l.Live).GroupBy(l => DeletionOrder.Phase(l.Id)).OrderBy(g => g.Key))
        {
            if (problems.Count > 0)
            {
                // Whoever could still take a finalizer off comes later in this order, so what comes later is left alone, and remembered.
                foreach (var live in phase) Tell(changes, new Change(live.Id.ToString(), Outcome.Skipped, "no longer in the set, stays for now: what comes before it could not be deleted"));
                continue;
            }

            foreach (var (change, problem) in await Task.WhenAll(phase.Select(l => OneAsync(l, cancellation))))
            {
                Tell(changes, change);
                if (problem is not null) problems.Add(problem);
            }
        }

        return (changes, problems);
    }

    private async Task<(Change, Problem?)> OneAsync(Resource live, CancellationToken cancellation)
    {
        try
        {
            var kind = (await objects.Door.Kinds.TableAsync(cancellation)).Find(live.Id.Group, live.Id.Kind)!;
            if (live.Id is { Kind: "Namespace", Group: "" } && await GuestsAsync(live.Id.Name, cancellation) is { Length: > 0 } guests)
                return (new Change(live.Id.ToString(), Outcome.Skipped, $"no longer in the set, stays: other sets have members in it ({guests})"), null);
            await objects.DeleteAsync(kind, live.Id.Namespace, live.Id.Name, live.Text("metadata", "uid"), Propagation.Background, cancellation);
            await departure.GoneAsync(kind, live, cancellation);
            return (new Change(live.Id.ToString(), Outcome.Pruned, "no longer in the set"), null);
        }
        catch (Refusal refusal)
        {
            return (new Change(live.Id.ToString(), Outcome.Blocked, refusal.Message), refusal.Problem);
        }
        catch (KubeError e) when (e.Kind is not (KubeErrorKind.Unauthorized or KubeErrorKind.Unreachable or KubeErrorKind.Unavailable))
        {
            return (new Change(live.Id.ToString(), Outcome.Blocked, e.Message), new Problem(e.Message, Next: e.Next));
        }
    }

    // A namespace takes everything in it along, whoever it belongs to.
    private async Task<string> GuestsAsync(string ns, CancellationToken cancellation)
    {
        var selector = $"{ApplySet.PartOfLabel},{ApplySet.PartOfLabel}!={inventory.Id}";
        var kinds = (await objects.Door.Kinds.TableAsync(cancellation)).All.Where(k => k.Namespaced && k.Can("list")).DistinctBy(k => (k.Group, k.Kind));
        var found = await Task.WhenAll(kinds.Select(async k =>
        {
            try
            {
                return (await objects.ListAsync(k, ns, new ListQuery { LabelSelector = selector, MetadataOnly = true }, cancellation)).Items;
            }
            catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden or KubeErrorKind.KindNotServed or KubeErrorKind.Unavailable)
            {
                return [];
            }
        }));
        return string.Join(", ", found.SelectMany(f => f).Select(g => g.Id.ToString()).Take(3));
    }

    private void Tell(List<Change> changes, Change change)
    {
        changes.Add(change);
        output.Show(change);
    }
}
