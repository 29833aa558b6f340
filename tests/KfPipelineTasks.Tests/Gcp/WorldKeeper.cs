using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Gcp.NodePools;
using LocalCloud.Google;
using LocalCloud.Kube;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>The Kubernetes side of pools, told from what the cloud has; writes down what is asked of it.</summary>
internal sealed class WorldKeeper(GoogleWorld world, ClusterPath cluster) : INodeKeeper
{
    private readonly ClusterKey _key = new(cluster.Project, cluster.Location, cluster.Name);

    public List<string> Acts { get; } = [];

    /// <summary>Pods that do not leave.</summary>
    public IReadOnlyList<string> Stuck { get; set; } = [];

    public IReadOnlyList<NodeFact> Nodes =>
    [
        .. world.Clusters.PoolsOf(_key).Where(p => p.HasMachines).SelectMany(p => Enumerable.Range(0, p.Nodes).Select(i => new NodeFact($"{p.Name}-{i}", p.Name, true))),
    ];

    /// <summary>Nodes of pools that run and fit.</summary>
    public int Fitting => world.Clusters.PoolsOf(_key).Where(p => p.Status is "RUNNING" or "RECONCILING" && p.Machine.Cpus >= 2).Sum(p => p.Nodes);

    public Task<IReadOnlyList<NodeFact>?> NodesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<NodeFact>?>(Nodes);

    public Task<IReadOnlyList<string>> BlockersAsync(string pool, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task CordonAsync(string pool, CancellationToken cancellation) => NoteAsync($"cordon {pool}");

    public Task UncordonAsync(string pool, CancellationToken cancellation) => NoteAsync($"uncordon {pool}");

    public async Task<IReadOnlyList<string>> DrainAsync(string pool, CancellationToken cancellation)
    {
        await NoteAsync($"drain {pool}");
        return Stuck;
    }

    private Task NoteAsync(string act)
    {
        Acts.Add(act);
        return Task.CompletedTask;
    }
}
