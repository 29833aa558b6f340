using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Record;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace Build.Tests.Program;

/// <summary>A cluster that is there already, with a kubeconfig, as a user has it.</summary>
public sealed class AnyCluster : IAsyncLifetime
{
    private const string Scene = """
        clusterDelays: {all: 20ms}
        projects:
          - id: demo
            clusters:
              - {name: kf, location: us-central1-a, nodePools: [{name: pool, machineType: e2-standard-8, nodes: 2}]}
        """;

    private static readonly ClusterKey Key = new("demo", "us-central1-a", "kf");
    private LocalCloudServer? _cloud;

    /// <summary>Text of a kubeconfig whose current context is the cluster.</summary>
    public string Kubeconfig { get; private set; } = "";

    /// <summary>The cluster from the inside: what other people do.</summary>
    public KubeClient Inside => _cloud!.Clusters.Find(Key)!.Client;

    /// <summary>What the cluster was asked and changed since a number.</summary>
    public IEnumerable<RecordedRequest> Since(long number) => _cloud!.Requests.All.Where(r => r.Number > number && r.Server == "kf");

    public long Last => _cloud!.Requests.Last;

    /// <summary>Of these, what would have changed an object; leases hold runs apart and are none.</summary>
    public IReadOnlyList<string> Writes(long since) =>
        [.. Since(since).Where(r => r.Method != "GET" && !r.Query.Contains("dryRun", StringComparison.Ordinal) && !r.Path.Contains("/leases", StringComparison.Ordinal) && !FromInside(r)).Select(r => r.ToString())];

    public async Task InitializeAsync()
    {
        var scenario = ScenarioFile.Parse("scene", Scene);
        _cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Scenario = scenario, Simulation = new SimulationOptions() });
        var endpoint = _cloud.Clusters.EndpointOf(Key)!;
        Kubeconfig = $"""
            apiVersion: v1
            kind: Config
            current-context: mine
            contexts:
            - name: mine
              context:
                cluster: c
                user: u
            clusters:
            - name: c
              cluster:
                server: https://{endpoint.Host}
                certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(endpoint.CaPem))}
            users:
            - name: u
              user:
                token: {_cloud.Clusters.Find(Key)!.Tokens.AdminToken}
            """;
    }

    public async Task DisposeAsync() => await _cloud!.DisposeAsync();

    private static bool FromInside(RecordedRequest request) => request.Path.StartsWith("/apis/authorization.k8s.io", StringComparison.Ordinal);
}
