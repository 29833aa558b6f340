using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using TestKit;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Start, applies, memory and lists of a cluster of LocalCloud.</summary>
internal sealed class LocalCloudCluster : IBenchmark
{
    private const int Applies = 6000;
    private const int InMemory = 10_000;
    private const int Listed = 5_000;
    private static readonly ClusterKey Key = new("demo", "us-central1", "kf");

    public string Name => "localcloud-cluster";

    public string Description => "a Kubernetes cluster of LocalCloud: start, server-side applies, memory, lists";

    public async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("| what | measured |");
        await output.WriteLineAsync("| --- | --- |");
        await FirstStartAsync(output);
        await RowAsync(output, "server and cluster again, median of 10", $"{await MedianStartAsync():0} ms");

        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        var endpoint = await cloud.Clusters.StartAsync(Key, CancellationToken.None);
        var cluster = cloud.Clusters.Find(Key)!;
        foreach (var (what, make) in new (string, Func<int, JsonObject>)[] { ("ConfigMap", ConfigMap), ("Deployment", Deployment) })
        {
            Apply(cluster, make, 0, 3000);
            await RowAsync(output, $"new {what}s applied, one core", $"{Rate(() => Apply(cluster, make, 3000, Applies)):0}/s");
            await RowAsync(output, $"unchanged {what}s applied again, one core", $"{Rate(() => Apply(cluster, make, 3000, Applies)):0}/s");
        }
        await HttpAsync(output, cluster, endpoint);
        await MemoryAsync(output);
    }

    private static Task RowAsync(TextWriter output, string what, FormattableString measured) =>
        output.WriteLineAsync($"| {what} | {measured.ToString(CultureInfo.InvariantCulture)} |");

    private static async Task FirstStartAsync(TextWriter output)
    {
        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        process.Refresh();
        await RowAsync(output, "start of the server, first in the process", $"{clock.ElapsedMilliseconds} ms ({(process.TotalProcessorTime - before).TotalMilliseconds:0} ms of processor time)");
        clock.Restart();
        before = process.TotalProcessorTime;
        await cloud.Clusters.StartAsync(Key, CancellationToken.None);
        process.Refresh();
        await RowAsync(output, "its first cluster", $"{clock.ElapsedMilliseconds} ms ({(process.TotalProcessorTime - before).TotalMilliseconds:0} ms of processor time)");
    }

    private static async Task<double> StartAsync()
    {
        var clock = Stopwatch.StartNew();
        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        await cloud.Clusters.StartAsync(Key, CancellationToken.None);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> MedianStartAsync()
    {
        var times = new List<double>();
        for (var i = 0; i < 10; i++) times.Add(await StartAsync());
        return times.Order().ElementAt(5);
    }

    /// <summary>Per second of this thread's processor time, so that other work on the machine does not count.</summary>
    private static double Rate(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return Applies / (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static void Apply(KubeCluster cluster, Func<int, JsonObject> make, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var document = make(i);
            var resource = cluster.Catalog.FindKind(Json.Text(document, "apiVersion")!, Json.Text(document, "kind")!)!;
            // From the bytes of a request to the bytes of its answer, but for HTTP.
            var config = JsonReading.ParseObject(Json.ToBytes(document));
            cluster.Writer.Apply(resource, "default", Json.Text(document, "metadata", "name")!, "", config, new WriteOptions { FieldManager = "bench" });
        }
    }

    private static JsonObject ConfigMap(int i) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = $"c{i}", ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = "bench" } },
        ["data"] = new JsonObject { ["a"] = "1", ["b"] = "2", ["c"] = "3" },
    };

    private static JsonObject Deployment(int i) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = $"d{i}", ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = "bench" } },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 2L,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "bench" } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "bench" } },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "web", ["image"] = "img:1", ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = 80L }),
                        ["env"] = new JsonArray(new JsonObject { ["name"] = "A", ["value"] = "1" }, new JsonObject { ["name"] = "B", ["value"] = "2" }),
                    }),
                },
            },
        },
    };

    private static async Task HttpAsync(TextWriter output, KubeCluster cluster, ClusterEndpoint endpoint)
    {
        using var client = Client(endpoint, cluster.Tokens.AdminToken);
        await SendAsync(client, 20_000, 1000);
        var clock = Stopwatch.StartNew();
        await SendAsync(client, 30_000, 4000);
        await RowAsync(output, "new ConfigMaps applied over HTTPS, 16 at a time, client on the same two cores", $"{4000 / clock.Elapsed.TotalSeconds:0}/s");
        var path = $"/api/v1/namespaces/default/configmaps?limit={Listed}";
        await client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        clock.Restart();
        var list = await client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        await RowAsync(output, $"list of {Listed:N0} ConfigMaps over HTTPS ({list.Length / 1024 / 1024.0:0.0} MiB)", $"{clock.Elapsed.TotalMilliseconds:0} ms");
    }

    private static async Task SendAsync(HttpClient client, int from, int count) =>
        await Parallel.ForEachAsync(Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/namespaces/default/configmaps/c{i}?fieldManager=bench") { Version = new Version(2, 0) };
            request.Content = new ByteArrayContent(Json.ToBytes(ConfigMap(i)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml");
            using var response = await client.SendAsync(request, stop);
            response.EnsureSuccessStatusCode();
        });

    private static HttpClient Client(ClusterEndpoint endpoint, string token)
    {
        var client = Trust.NewClient(new Uri($"https://{endpoint.Host}"), endpoint.CaPem);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task MemoryAsync(TextWriter output)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var cluster = new KubeCluster(Key with { Name = "memory" }, TimeProvider.System);
        Apply(cluster, Deployment, 0, InMemory);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        await RowAsync(output, $"{InMemory:N0} Deployments in memory, with the history for watches", $"{(after - before) / 1024 / 1024.0:0} MiB");
    }
}
