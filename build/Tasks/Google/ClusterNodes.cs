using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Nodes;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>The nodes of the Kubeflow cluster, for whoever replaces their pools.</summary>
/// <param name="door">The way into the cluster; asked for when it is needed.</param>
/// <param name="options">How nodes are emptied.</param>
internal sealed class ClusterNodes(Func<Task<ClusterDoor>> door, IOutput output, DrainOptions options) : INodeKeeper
{
    public async Task<IReadOnlyList<NodeFact>?> NodesAsync(CancellationToken cancellation)
    {
        try
        {
            return await NodeFacts.ReadAsync(new KubeObjects(await door()), cancellation);
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.Unreachable)
        {
            output.Warn($"{e.Message} Nodes are counted as the pools declare them.", next: e.Next);
            return null;
        }
    }

    public async Task<IReadOnlyList<PoolHold>> HoldsAsync(string pool, CancellationToken cancellation)
    {
        var (drain, nodes) = await OfPoolAsync(pool, cancellation);
        return [.. (await drain.CheckAsync(nodes, options, cancellation)).Select(b => new PoolHold($"{b} ({b.Next})", b.MayPass))];
    }

    public async Task RememberAsync(string pool, string memory, CancellationToken cancellation)
    {
        var (drain, nodes) = await OfPoolAsync(pool, cancellation);
        await drain.RememberAsync(nodes, memory, cancellation);
    }

    public async Task CordonAsync(string pool, CancellationToken cancellation)
    {
        var (drain, nodes) = await OfPoolAsync(pool, cancellation);
        await drain.CordonAsync(nodes, cancellation);
    }

    public async Task<IReadOnlyList<string>> DrainAsync(string pool, CancellationToken cancellation)
    {
        var (drain, nodes) = await OfPoolAsync(pool, cancellation);
        return [.. (await drain.DrainAsync(nodes, options, cancellation)).Blockers.Select(b => b.ToString())];
    }

    public async Task ReopenAsync(string pool, CancellationToken cancellation)
    {
        var (drain, nodes) = await OfPoolAsync(pool, cancellation);
        await drain.ReopenAsync(nodes, cancellation);
    }

    public async Task ForgetAsync(string pool, CancellationToken cancellation)
    {
        var (drain, nodes) = await OfPoolAsync(pool, cancellation);
        await drain.ForgetAsync(nodes, cancellation);
    }

    private async Task<(NodeDrain Drain, IReadOnlyList<string> Nodes)> OfPoolAsync(string pool, CancellationToken cancellation)
    {
        var drain = new NodeDrain(await door(), output);
        return (drain, await drain.NodesOfPoolAsync(pool, cancellation));
    }
}
