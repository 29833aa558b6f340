using System.Collections.Concurrent;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Deleting;

/// <summary>Deletes a set in the reverse of the order it was applied in, each object only when nothing needs it any more. Finalizers are waited for and reported, never taken off.</summary>
public sealed class DeleteEngine(ClusterDoor door, IOutput output)
{
    private readonly KubeObjects _objects = new(door);

    /// <summary>What a deletion would do.</summary>
    public async Task<Plan> PlanAsync(string title, ApplyGraph graph, DeleteOptions options, CancellationToken cancellation)
    {
        var leaving = await new DeletePlanner(_objects, options).LookAsync(graph, cancellation);
        return new Plan(title, InOrder(leaving).Select(l => l.Stays is { } reason ? Skipped(l, reason, options) : Deleted(l, options)).ToList());
    }

    /// <summary>Deletes the set.</summary>
    /// <exception cref="KubeError">The server cannot be reached, or does not let us in.</exception>
    public async Task<DeleteResult> DeleteAsync(ApplyGraph graph, DeleteOptions options, CancellationToken cancellation)
    {
        await door.PinAsync(cancellation);
        var leaving = await new DeletePlanner(_objects, options).LookAsync(graph, cancellation);
        await using var progress = new Progress("objects to be gone", output, door.Time, options.Reminder);
        var departure = new Departure(_objects, progress, options.Timeout, options.LookFirst, options.LookMost);
        var changes = new ConcurrentQueue<Change>();
        var problems = new ConcurrentQueue<Problem>();
        foreach (var phase in leaving.GroupBy(l => l.Phase).OrderBy(g => g.Key))
        {
            // Whoever could still take a finalizer off comes later in this order, so what comes later is left alone.
            if (problems.IsEmpty) await Task.WhenAll(phase.Select(l => OneAsync(l, departure, changes, problems, options, cancellation)));
            else foreach (var one in phase) Tell(changes, Skipped(one, one.Stays ?? "what comes before it could not be deleted", options));
        }

        ApplyEngine.ForgetKinds(door, changes);
        return new DeleteResult([.. changes], [.. problems]);
    }

    private async Task OneAsync(Leaving one, Departure departure, ConcurrentQueue<Change> changes, ConcurrentQueue<Problem> problems, DeleteOptions options, CancellationToken cancellation)
    {
        var gone = false;
        try
        {
            if (one.Stays is { } reason)
            {
                Tell(changes, Skipped(one, reason, options));
                return;
            }

            var held = await HeldByAsync(one, cancellation);
            if (held is not null)
            {
                Tell(changes, Skipped(one, $"{held.Id} is still there and needs it", options));
                return;
            }

            // Foreground: when the object is gone its Pods are, so that nothing of it works on while the next goes.
            var propagation = one.Phase == DeletionOrder.Workloads ? Propagation.Foreground : Propagation.Background;
            await _objects.DeleteAsync(one.Kind, one.Id.Namespace, one.Id.Name, one.Live.Text("metadata", "uid"), propagation, cancellation);
            await departure.GoneAsync(one.Kind, one.Live, cancellation);
            gone = true;
            Tell(changes, Deleted(one, options));
        }
        catch (Refusal refusal)
        {
            problems.Enqueue(refusal.Problem);
            Tell(changes, new Change(one.Id.ToString(), Outcome.Blocked, refusal.Message));
        }
        catch (KubeError e) when (e.Kind is not (KubeErrorKind.Unauthorized or KubeErrorKind.Unreachable or KubeErrorKind.Unavailable))
        {
            problems.Enqueue(new Problem(e.Message, Next: e.Next));
            Tell(changes, new Change(one.Id.ToString(), Outcome.Blocked, e.Message));
        }
        finally
        {
            one.Gone.TrySetResult(gone);
        }
    }

    private static async Task<Leaving?> HeldByAsync(Leaving one, CancellationToken cancellation)
    {
        foreach (var before in one.Before)
        {
            // What stays on purpose has said what it needs; what could not go holds this one as well.
            if (!await before.Gone.Task.WaitAsync(cancellation) && before.Stays is null) return before;
        }

        return null;
    }

    private static IEnumerable<Leaving> InOrder(IEnumerable<Leaving> leaving) => leaving.Reverse().OrderBy(l => l.Phase);

    private static Change Deleted(Leaving one, DeleteOptions options) => new(one.Id.ToString(), Outcome.Deleted) { Component = options.ComponentOf?.Invoke(one.Node.Resource) };

    private static Change Skipped(Leaving one, string reason, DeleteOptions options) =>
        new(one.Id.ToString(), Outcome.Skipped, $"stays: {reason}") { Component = options.ComponentOf?.Invoke(one.Node.Resource) };

    private void Tell(ConcurrentQueue<Change> changes, Change change)
    {
        changes.Enqueue(change);
        output.Show(change);
    }
}
