using System.Text.Json.Nodes;
using System.Threading.Channels;
using LocalCloud.Host;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;
using LocalCloud.State;

namespace LocalCloud.Kube;

/// <summary>Starts and stops the clusters, each on a loopback port of its own with TLS.</summary>
public sealed class ClusterHost : IClusterHost, IAsyncDisposable
{
    private const string ListPrefix = "kube-clusters/";
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<ClusterKey, RunningCluster> _running = [];
    private readonly LocalCloudOptions _options;
    private Func<ClusterKey, string, UserInfo?>? _recognise;
    private readonly List<Func<KubeCluster, IAsyncDisposable?>> _parts;
    private readonly IJournal _journal;
    private readonly FrontDoor _door;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ClusterHost(LocalCloudOptions options, IJournal journal, FrontDoor door)
    {
        _door = door;
        _options = options;
        _parts = [.. options.ClusterParts];
        _journal = journal;
    }

    /// <summary>Runs something beside every cluster that is started from now on, until the cluster stops.</summary>
    internal void RunBeside(Func<KubeCluster, IAsyncDisposable?> part) => _parts.Add(part);

    /// <summary>Lets further tokens into every cluster that is started from now on.</summary>
    internal void RecogniseTokens(Func<ClusterKey, string, UserInfo?> recognise) => _recognise = recognise;

    /// <summary>The running clusters.</summary>
    public IReadOnlyList<KubeCluster> Running
    {
        get { lock (_running) return [.. _running.Values.Select(one => one.Cluster)]; }
    }

    /// <summary>The running cluster of that name, or null.</summary>
    public KubeCluster? Find(ClusterKey key)
    {
        lock (_running) return _running.GetValueOrDefault(key)?.Cluster;
    }

    /// <summary>Where a running cluster listens, or null.</summary>
    public ClusterEndpoint? EndpointOf(ClusterKey key)
    {
        lock (_running) return _running.GetValueOrDefault(key)?.Endpoint;
    }

    public async Task<ClusterEndpoint> StartAsync(ClusterKey cluster, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (EndpointOf(cluster) is { } running) return running;
            var started = await RunningCluster.StartAsync(cluster, _options, _parts, _journal, _door, KeptPort(cluster), cancellation);
            if (_recognise is { } recognise) started.Cluster.Tokens.Add(token => recognise(cluster, token));
            lock (_running) _running[cluster] = started;
            _journal.Put(ListPrefix + cluster, Json.ToBytes(new JsonObject { ["project"] = cluster.Project, ["location"] = cluster.Location, ["name"] = cluster.Name, ["port"] = started.Port }));
            await _journal.FlushAsync(cancellation);
            _changes.Writer.TryWrite(true);
            return started.Endpoint;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task StopAsync(ClusterKey cluster, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            RunningCluster? stopped;
            lock (_running)
                if (!_running.Remove(cluster, out stopped)) return;
            _changes.Writer.TryWrite(true);
            await stopped.DisposeAsync();
            stopped.Cluster.Store.Erase();
            _journal.Delete(ListPrefix + cluster);
            _journal.Delete(KubeCluster.SecretsKey(cluster));
            await _journal.FlushAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task SetNodesAsync(ClusterKey cluster, IReadOnlyList<NodeSpec> nodes, CancellationToken cancellation)
    {
        if (Find(cluster) is not { } running) throw new InvalidOperationException($"{cluster} does not run: start it before it gets nodes.");
        NodeObjects.Set(running, nodes);
        await running.Client.FlushAsync(cancellation);
    }

    /// <summary>Starts every cluster that ran when the journal was written, on its old port where that is free.</summary>
    internal async Task RestoreAsync(CancellationToken cancellation)
    {
        foreach (var (_, bytes) in _journal.Load(ListPrefix).ToList())
        {
            var entry = JsonReading.ParseObject(bytes.Span);
            await StartAsync(new ClusterKey(Json.Text(entry, "project")!, Json.Text(entry, "location")!, Json.Text(entry, "name")!), cancellation);
        }
    }

    private int KeptPort(ClusterKey cluster) =>
        _journal.Load(ListPrefix + cluster).Select(pair => (int?)Json.Number(JsonReading.ParseObject(pair.Value.Span), "port")).FirstOrDefault() ?? 0;

    /// <summary>A kubeconfig for the cluster, with the administrator's token.</summary>
    public string KubeconfigOf(ClusterKey cluster)
    {
        var endpoint = EndpointOf(cluster) ?? throw new InvalidOperationException($"{cluster} does not run.");
        return Kubeconfig.Write([(cluster.Name, endpoint, Find(cluster)!.Tokens.AdminToken)]);
    }

    /// <summary>A kubeconfig with a context for every running cluster.</summary>
    public string KubeconfigOfAll()
    {
        lock (_running)
            return Kubeconfig.Write([.. _running.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal).Select(one => (one.Key.Name, one.Value.Endpoint, one.Value.Cluster.Tokens.AdminToken))]);
    }

    /// <summary>Something for every time that clusters came or went; several changes may come as one.</summary>
    internal IAsyncEnumerable<bool> Changes(CancellationToken cancellation) => _changes.Reader.ReadAllAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        List<RunningCluster> all;
        lock (_running)
        {
            all = [.. _running.Values];
            _running.Clear();
        }
        foreach (var one in all) await one.DisposeAsync();
        _gate.Dispose();
    }
}
