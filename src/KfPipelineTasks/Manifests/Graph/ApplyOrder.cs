using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Puts the objects in an order in which everything an object waits for stands before it; where there is a choice, by <see cref="KindOrder"/>.</summary>
internal static class ApplyOrder
{
    /// <param name="waits">Without circles.</param>
    public static IReadOnlyList<Resource> Of(SetView view, Waits waits)
    {
        var open = waits.Steps.ToDictionary(step => step, step => waits.Of(step).Select(wait => wait.For).Distinct().Count());
        var waiting = waits.Steps.SelectMany(step => waits.Of(step).Select(wait => wait.For).Distinct().Select(other => (other, step))).ToLookup(pair => pair.other, pair => pair.step);
        var free = new SortedSet<Resource>(KindOrder.Comparer);
        var settled = new Queue<Step>(open.Where(entry => entry.Value == 0).Select(entry => entry.Key));
        var order = new List<Resource>(view.Wanted.Count);
        do
        {
            Settle(settled, open, waiting, view, free);
            if (free.Min is not { } next) break;
            free.Remove(next);
            order.Add(next);
            Release(new Step.Sent(next.Id), open, waiting, settled);
        }
        while (true);
        return order;
    }

    // Steps that nobody sends happen by themselves as soon as nothing holds them; objects become free to be sent.
    private static void Settle(Queue<Step> settled, Dictionary<Step, int> open, ILookup<Step, Step> waiting, SetView view, SortedSet<Resource> free)
    {
        while (settled.TryDequeue(out var step))
        {
            if (step is Step.Sent sent && view.Find(sent.Object) is { } resource) free.Add(resource);
            else Release(step, open, waiting, settled);
        }
    }

    private static void Release(Step step, Dictionary<Step, int> open, ILookup<Step, Step> waiting, Queue<Step> settled)
    {
        foreach (var other in waiting[step])
        {
            if (--open[other] == 0) settled.Enqueue(other);
        }
    }
}
