using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using KfPipelineTasks.Readiness;
using LocalCloud.Controllers;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Simulation;

namespace KfPipelineTasks.Tests.Cluster;

/// <summary>A cluster of the local cloud, a door to it, and short words for what tests do.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly ClusterKey Key = new("demo", "europe-west4", "kf");
    private readonly LocalCloudServer _cloud;
    private readonly ClusterEndpoint _endpoint;
    private readonly List<ClusterDoor> _doors = [];

    private LocalCluster(LocalCloudServer cloud, ClusterEndpoint endpoint)
    {
        _cloud = cloud;
        _endpoint = endpoint;
        Door = Open();
    }

    /// <summary>The cluster from the inside: what controllers and other people do.</summary>
    public KubeCluster Inside => _cloud.Clusters.Find(Key)!;

    public ClusterDoor Door { get; }

    public ClusterAccess Access => new("local", new Uri($"https://{_endpoint.Host}"))
    {
        CertificateAuthority = _endpoint.CaPem,
        Credentials = new FixedCredential(new Credential(new Secret(Inside.Tokens.AdminToken))),
    };

    public Recorder Output { get; } = new();

    public KubeObjects Objects => new(Door);

    public static async Task<LocalCluster> StartAsync(LocalCloudOptions? options = null)
    {
        var cloud = await LocalCloudServer.StartAsync(options ?? new LocalCloudOptions());
        return new LocalCluster(cloud, await cloud.Clusters.StartAsync(Key, CancellationToken.None));
    }

    /// <summary>A cluster with controllers and nodes, in a hurry.</summary>
    public static async Task<LocalCluster> StartAliveAsync(LocalCloudOptions? options = null, SimulationOptions? simulation = null)
    {
        simulation ??= new SimulationOptions { Delays = ClusterDelays.All(TimeSpan.FromMilliseconds(20)) };
        options ??= new LocalCloudOptions();
        var cluster = await StartAsync(options with
        {
            ClusterParts = [.. options.ClusterParts, inside => ClusterControllers.Start(inside, simulation)],
        });
        await cluster._cloud.Clusters.SetNodesAsync(Key, [.. Enumerable.Range(1, 2).Select(n => new NodeSpec($"node-{n}", "pool-1", "europe-west4-a", "e2-standard-4", 4, 16384, new Dictionary<string, string>(), []))], CancellationToken.None);
        return cluster;
    }

    public ClusterDoor Open(Func<HttpMessageHandler, HttpMessageHandler>? between = null, DoorOptions? options = null, ICredentialSource? credentials = null, TimeProvider? time = null)
    {
        var access = credentials is null ? Access : Access with { Credentials = credentials };
        var door = new ClusterDoor(access, (options ?? FakeApi.Quick) with { Between = between }, time);
        _doors.Add(door);
        return door;
    }

    public ApplyEngine Engine(ClusterDoor? door = null) => new(door ?? Door, new ReadinessBook(TimeProvider.System).Judge, Output);

    public Task<ApplyResult> ApplyAsync(string yaml, ApplyOptions? options = null, ClusterDoor? door = null, CancellationToken cancellation = default) =>
        Engine(door).ApplyAsync(Graph(yaml), options ?? Quick, cancellation);

    public Task<Plan> PlanAsync(string yaml, ApplyOptions? options = null) => Engine().PlanAsync("test", Graph(yaml), options ?? Quick, CancellationToken.None);

    /// <summary>Short looks and deadlines, no waiting for readiness.</summary>
    public static ApplyOptions Quick { get; } = new()
    {
        Wait = null, GateTimeout = TimeSpan.FromSeconds(10), DeleteTimeout = TimeSpan.FromSeconds(5), LookFirst = TimeSpan.FromMilliseconds(5), LookMost = TimeSpan.FromMilliseconds(50),
    };

    public static ApplyGraph Graph(string yaml) => AdmissionGraph.Build(Resources(yaml));

    public static IReadOnlyList<Resource> Resources(string yaml)
    {
        var problems = new Problems();
        var read = ManifestReader.ReadText(yaml, "test.yaml", problems);
        problems.ThrowIfAny("manifests");
        return read;
    }

    /// <summary>Outcomes as text: <c>ConfigMap demo/a created</c>.</summary>
    public static string Words(IEnumerable<Change> changes) => string.Join('\n', changes.Select(c => $"{c.Subject} {c.Outcome.Word()}"));

    public JsonObject? Get(string resource, string? ns, string name) => Inside.Client.Get(resource, ns, name);

    public async ValueTask DisposeAsync()
    {
        foreach (var door in _doors) door.Dispose();
        await _cloud.DisposeAsync();
    }
}
