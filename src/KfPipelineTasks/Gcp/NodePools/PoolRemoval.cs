using System.Text.Json;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>
/// Empties a node pool and deletes it. How it was before stands on its nodes before the first step, so that whoever ends the run - a
/// failure, a signal, or a kill that nobody can answer - leaves enough to put it back: at once, or by the next run.
/// </summary>
internal sealed class PoolRemoval(GoogleCloud cloud, INodeKeeper keeper, ClusterPath path)
{
    private const string StaysAsIt = "no autoscaling";

    /// <exception cref="DeployException">Pods cannot leave, or the pool cannot be deleted; it is open again.</exception>
    public async Task RunAsync(string name, CancellationToken cancellation)
    {
        if (await cloud.NodePools.FindAsync(path, name, cancellation) is not { } pool) return;
        var before = await BeforeAsync(pool, cancellation);
        try
        {
            await keeper.RememberAsync(name, Write(before), cancellation);
            // Evicted Pods would only make the autoscaler add nodes to the pool they left.
            if (pool.Autoscaling is { IsOn: true }) await ScaleAsync(name, new PoolAutoscaling { Enabled = false }, cancellation);
            await keeper.CordonAsync(name, cancellation);
            var stuck = await keeper.DrainAsync(name, cancellation);
            if (stuck.Count > 0)
                throw new DeployException($"{Subject(name)}: {(stuck.Count == 1 ? "a Pod" : $"{stuck.Count} Pods")} cannot leave: {string.Join("; ", stuck)}", "Both pools stay, and its nodes take Pods again. Remove the cause (more replicas, a looser disruption budget), then run again.");
            await DeleteAsync(name, "its Pods have moved", cancellation);
        }
        catch (Exception)
        {
            using var last = new CancellationTokenSource(cancellation.IsCancellationRequested ? cloud.Door.Options.LastWords : cloud.Deadline, cloud.Door.Time);
            await PutBackAsync(name, before, last.Token);
            throw;
        }
    }

    /// <summary>Puts back what an earlier run has left.</summary>
    public async Task ReopenAsync(PoolReopening left, CancellationToken cancellation)
    {
        await keeper.ReopenAsync(left.Pool, cancellation);
        if (left.Autoscaling is { } scaling && await cloud.NodePools.FindAsync(path, left.Pool, cancellation) is { Autoscaling: not { IsOn: true } }) await ScaleAsync(left.Pool, scaling, cancellation);
        // Last: until here a run that is killed leaves the note for the next one.
        await keeper.ForgetAsync(left.Pool, cancellation);
    }

    public async Task DeleteAsync(string pool, string because, CancellationToken cancellation)
    {
        if (await cloud.NodePools.DeleteAsync(path, pool, cancellation) is { } operation) await cloud.Operations.AwaitAsync(path, operation, Subject(pool), cancellation);
        cloud.Output.Show(new Change(Subject(pool), Outcome.Deleted, because));
    }

    /// <summary>What a note on a node says.</summary>
    public static PoolAutoscaling? Read(string memory)
    {
        try
        {
            return memory.StartsWith('{') ? JsonSerializer.Deserialize(memory, GcpJson.Default.PoolAutoscaling) : null;
        }
        catch (JsonException)
        {
            // Somebody has written over it: the nodes are opened, and the size stays.
            return null;
        }
    }

    private static string Write(PoolAutoscaling? scaling) => scaling is null ? StaysAsIt : JsonSerializer.Serialize(scaling, GcpJson.Default.PoolAutoscaling);

    // An earlier run may have switched autoscaling off: then its note counts, not what is there now.
    private async Task<PoolAutoscaling?> BeforeAsync(NodePool pool, CancellationToken cancellation)
    {
        if (pool.Autoscaling is { IsOn: true } on) return on;
        var nodes = await keeper.NodesAsync(cancellation) ?? [];
        return nodes.Where(n => n.Pool == pool.Name).Select(n => n.Memory).FirstOrDefault(m => m is not null) is { } memory ? Read(memory) : null;
    }

    private async Task PutBackAsync(string name, PoolAutoscaling? before, CancellationToken cancellation)
    {
        try
        {
            // A pool that is being deleted needs no opening.
            if (await cloud.NodePools.FindAsync(path, name, cancellation) is not { } pool || pool.Status is "STOPPING") return;
            await ReopenAsync(new PoolReopening(name, before), cancellation);
            cloud.Output.Info($"{Subject(name)}: its nodes take Pods again{(before is null ? "" : ", and autoscaling is as it was")}.");
        }
        catch (Exception e) when (e is DeployException or OperationCanceledException)
        {
            cloud.Output.Warn($"{Subject(name)}: its nodes could not all be opened again: {e.Message}", next: "Run EnsureNodePool again: with the same settings it goes on, without replace-pools it opens them.");
        }
    }

    private async Task ScaleAsync(string pool, PoolAutoscaling scaling, CancellationToken cancellation) =>
        await cloud.Operations.AwaitAsync(path, await cloud.NodePools.SetAutoscalingAsync(path, pool, scaling, cancellation), Subject(pool), cancellation);

    private string Subject(string pool) => $"node pool {path.Name}/{pool}";
}
