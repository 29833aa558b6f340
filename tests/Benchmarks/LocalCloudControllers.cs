using System.Diagnostics;
using System.Text.Json.Nodes;
using LocalCloud.Controllers;
using LocalCloud.Kube;
using LocalCloud.Simulation;

namespace KfPipelineTasks.Benchmarks;

/// <summary>How fast a cluster with controllers comes to rest, and what they cost whoever writes meanwhile.</summary>
internal sealed class LocalCloudControllers : IBenchmark
{
    private const int Deployments = 300;
    private const int Bystanders = 10_000;

    public string Name => "controllers";

    public string Description => "how fast a LocalCloud cluster comes to rest, and what its controllers cost";

    public async Task RunAsync(TextWriter output)
    {
        await SettleAsync();
        var (took, pods) = await SettleAsync();
        await output.WriteLineAsync("| what | figure |");
        await output.WriteLineAsync("| --- | ---: |");
        await output.WriteLineAsync($"| {Deployments} Deployments of 2 Pods, from the first write until all {pods} Pods are ready and nothing is left to do | {took.TotalSeconds:0.00} s |");
        await output.WriteLineAsync($"| applies of small ConfigMaps a second, without controllers | {await WritesAsync(false):0} |");
        await output.WriteLineAsync($"| the same with controllers watching | {await WritesAsync(true):0} |");
        await output.WriteLineAsync($"| processor time of an idle cluster with {Bystanders} objects, in 2 s | {(await IdleAsync()).TotalMilliseconds:0} ms |");
    }

    private static async Task<(TimeSpan Took, int Pods)> SettleAsync()
    {
        await using var cluster = NewCluster();
        await using var controllers = ClusterControllers.Start(cluster, new SimulationOptions { Delays = ClusterDelays.None });
        for (var number = 0; number < 20; number++) AddNode(cluster, number);
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < Deployments; number++) cluster.Client.Upsert(Deployment(number));
        await controllers.QuietAsync(CancellationToken.None);
        return (watch.Elapsed, cluster.Client.Scan("pods").Count());
    }

    private static async Task<double> WritesAsync(bool watched)
    {
        await using var cluster = NewCluster();
        await using var controllers = watched ? ClusterControllers.Start(cluster, new SimulationOptions()) : null;
        Fill(cluster, 1000);
        var watch = Stopwatch.StartNew();
        Fill(cluster, Bystanders);
        return Bystanders / watch.Elapsed.TotalSeconds;
    }

    private static async Task<TimeSpan> IdleAsync()
    {
        await using var cluster = NewCluster();
        await using var controllers = ClusterControllers.Start(cluster, new SimulationOptions());
        Fill(cluster, Bystanders);
        await controllers.QuietAsync(CancellationToken.None);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    private static KubeCluster NewCluster() => new(new ClusterKey("bench", "us-central1", "bench"), TimeProvider.System);

    private static void Fill(KubeCluster cluster, int count)
    {
        for (var number = 0; number < count; number++)
        {
            cluster.Client.Upsert(new JsonObject
            {
                ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = $"map-{number}", ["namespace"] = "default" },
                ["data"] = new JsonObject { ["key"] = "value" },
            });
        }
    }

    private static void AddNode(KubeCluster cluster, int number)
    {
        var node = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["metadata"] = new JsonObject { ["name"] = $"node-{number}" } };
        cluster.Client.Upsert(node);
        node["status"] = new JsonObject { ["allocatable"] = new JsonObject { ["cpu"] = "32", ["memory"] = "128Gi", ["pods"] = "110" } };
        cluster.Client.Upsert(node, "bench", "status");
    }

    private static JsonObject Deployment(int number) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = $"web-{number}", ["namespace"] = "default" },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 2L,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = $"web-{number}" } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = $"web-{number}" } },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = "example.com/web:1", ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "64Mi" } } }),
                },
            },
        },
    };
}
