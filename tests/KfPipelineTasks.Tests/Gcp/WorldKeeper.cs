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
    private readonly Dictionary<string, string> _memories = new(StringComparer.Ordinal);

    public List<string> Acts { get; } = [];

    /// <summary>Pods that do not leave.</summary>
    public IReadOnlyList<string> Stuck { get; set; } = [];

    /// <summary>Asked when Pods are to leave: may throw.</summary>
    public Action? Draining { get; set; }

    public IReadOnlyList<NodeFact> Nodes =>
    [
        .. world.Clusters.PoolsOf(_key).Where(p => p.HasMachines)
            .SelectMany(p => Enumerable.Range(0, p.Nodes).Select(i => new NodeFact($"{p.Name}-{i}", p.Name, true) { Memory = _memories.GetValueOrDefault(p.Name) })),
    ];

    /// <summary>Nodes of pools that run and fit.</summary>
    public int Fitting => world.Clusters.PoolsOf(_key).Where(p => p.Status is "RUNNING" or "RECONCILING" && p.Machine.Cpus >= 2).Sum(p => p.Nodes);

    public Task<IReadOnlyList<NodeFact>?> NodesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<NodeFact>?>(Nodes);

    public Task<IReadOnlyList<PoolHold>> HoldsAsync(string pool, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PoolHold>>([]);

    public Task RememberAsync(string pool, string memory, CancellationToken cancellation)
    {
        _memories.TryAdd(pool, memory);
        return NoteAsync($"remember {pool}: {memory}");
    }

    public Task CordonAsync(string pool, CancellationToken cancellation) => NoteAsync($"cordon {pool}");

    public async Task<IReadOnlyList<string>> DrainAsync(string pool, CancellationToken cancellation)
    {
        await NoteAsync($"drain {pool}");
        Draining?.Invoke();
        return Stuck;
    }

    public Task ReopenAsync(string pool, CancellationToken cancellation) => NoteAsync($"reopen {pool}");

    public Task ForgetAsync(string pool, CancellationToken cancellation)
    {
        _memories.Remove(pool);
        return NoteAsync($"forget {pool}");
    }

    private Task NoteAsync(string act)
    {
        Acts.Add(act);
        return Task.CompletedTask;
    }
}
