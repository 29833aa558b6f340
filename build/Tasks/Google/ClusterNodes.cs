using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Nodes;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>The nodes of the Kubeflow cluster, for whoever replaces their pools.</summary>
internal sealed class ClusterNodes(DeployContext context) : INodeKeeper
{
    public async Task<IReadOnlyList<NodeFact>?> NodesAsync(CancellationToken cancellation)
    {
        try
        {
            return await NodeFacts.ReadAsync(new KubeObjects(await context.Run.Doors.KubeflowAsync()), cancellation);
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.Unreachable)
        {
            context.Output.Warn($"{e.Message} Nodes are counted as the pools declare them.", next: e.Next);
            return null;
        }
    }

    public async Task<IReadOnlyList<string>> BlockersAsync(string pool, CancellationToken cancellation)
    {
        var drain = await DrainAsync();
        var found = await drain.CheckAsync(await drain.NodesOfPoolAsync(pool, cancellation), Options, cancellation);
        return [.. found.Where(b => !b.MayPass).Select(b => $"{b} {b.Next}")];
    }

    public async Task CordonAsync(string pool, CancellationToken cancellation)
    {
        var drain = await DrainAsync();
        await drain.CordonAsync(await drain.NodesOfPoolAsync(pool, cancellation), cancellation);
    }

    public async Task UncordonAsync(string pool, CancellationToken cancellation)
    {
        var drain = await DrainAsync();
        await drain.UncordonAsync(await drain.NodesOfPoolAsync(pool, cancellation), cancellation);
    }

    public async Task<IReadOnlyList<string>> DrainAsync(string pool, CancellationToken cancellation)
    {
        var drain = await DrainAsync();
        return [.. (await drain.DrainAsync(await drain.NodesOfPoolAsync(pool, cancellation), Options, cancellation)).Blockers.Select(b => b.ToString())];
    }

    private DrainOptions Options => new() { Timeout = context.Settings.Timeouts.Drain };

    private async Task<NodeDrain> DrainAsync() => new(await context.Run.Doors.KubeflowAsync(), context.Output);
}
