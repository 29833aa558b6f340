using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Simulation;
using LocalCloud.Tests.Kube;
using LocalCloud.Tests.Kube.Tools;
using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>What people wait for with the real kubectl comes true.</summary>
public sealed class KubectlLifeTests : IAsyncLifetime
{
    private const string Web = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: demo}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: demo}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "example.com/web:1"}]}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: demo}
        spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
        """;

    private KubeFixture _kube = null!;
    private Kubectl _kubectl = null!;

    public async Task InitializeAsync()
    {
        _kube = await KubeFixture.StartAsync(new LocalCloudOptions { Simulation = new SimulationOptions { Delays = ClusterDelays.All(TimeSpan.FromMilliseconds(50)) } });
        _kubectl = new Kubectl(_kube);
        await _kube.Server.Clusters.SetNodesAsync(_kube.Key, [Node("n1"), Node("n2")], CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        _kubectl.Dispose();
        await _kube.DisposeAsync();
    }

    [ToolFact("kubectl")]
    public async Task Rollouts_waits_logs_and_a_drain_that_a_budget_slows_down()
    {
        await _kubectl.RunAsync("apply --server-side -f -", Web);
        Assert.Contains("successfully rolled out", await _kubectl.RunAsync("rollout status deploy/web -n demo --timeout=20s"), StringComparison.Ordinal);
        Assert.Contains("condition met", await _kubectl.RunAsync("wait --for=condition=Ready pod -l app=web -n demo --timeout=20s"), StringComparison.Ordinal);
        Assert.Contains("starting example.com/web:1", await _kubectl.RunAsync("logs deploy/web -n demo"), StringComparison.Ordinal);

        await _kubectl.RunAsync("set image deploy/web c=example.com/web:2 -n demo");
        Assert.Contains("successfully rolled out", await _kubectl.RunAsync("rollout status deploy/web -n demo --timeout=20s"), StringComparison.Ordinal);
        await _kubectl.RunAsync("rollout undo deploy/web -n demo");
        Assert.Contains("successfully rolled out", await _kubectl.RunAsync("rollout status deploy/web -n demo --timeout=20s"), StringComparison.Ordinal);
        Assert.Equal("example.com/web:1", await _kubectl.RunAsync("get deploy web -n demo -o jsonpath={.spec.template.spec.containers[0].image}"));

        Assert.Contains("node/n1 drained", await _kubectl.RunAsync("drain n1 --ignore-daemonsets --timeout=30s"), StringComparison.Ordinal);
        Assert.Contains("successfully rolled out", await _kubectl.RunAsync("rollout status deploy/web -n demo --timeout=20s"), StringComparison.Ordinal);
        Assert.Equal("n2 n2", await _kubectl.RunAsync("get pods -n demo -o jsonpath={.items[*].spec.nodeName}"));

        await _kubectl.RunAsync("delete namespace demo --timeout=20s");
        Assert.Equal(1, (await _kubectl.TryAsync("get namespace demo")).Code);
    }

    private static NodeSpec Node(string name) => new(name, "pool", "us-central1-a", "e2-standard-8", 8, 32768, new Dictionary<string, string>(), []);
}
