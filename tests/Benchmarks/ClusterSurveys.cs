using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Benchmarks;

/// <summary>ListClusters on a large project, far away: every call takes 20 ms, and every cluster is looked into.</summary>
internal sealed class ClusterSurveys : IBenchmark
{
    private const int Clusters = 200;
    private const int Pools = 4;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Machines = ["n1-standard-2", "e2-standard-4", "e2-standard-8", "n1-standard-8"];

    public string Name => "list-clusters";

    public string Description => $"judging {Clusters} clusters of {Pools} pools at {Latency.TotalMilliseconds:0} ms per call";

    public async Task RunAsync(TextWriter output)
    {
        await SurveyAsync();
        var (took, calls, looks) = await SurveyAsync();
        await output.WriteLineAsync("| what | figure |\n| --- | ---: |");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {Clusters} clusters of {Pools} pools, judged | {took.TotalSeconds:0.00} s |"));
        await output.WriteLineAsync($"| calls of Google's APIs | {calls} |");
        await output.WriteLineAsync($"| looks into clusters, two calls each | {looks} |");
    }

    private static async Task<(TimeSpan Took, int Calls, int Looks)> SurveyAsync()
    {
        var looks = 0;
        using var door = GcpDoor.Create(GcpEndpoints.Google, new FixedToken(new Secret("token")), TimeProvider.System, new GcpDoorOptions { Between = _ => new FarAway() });
        var cloud = new GoogleCloud(door, Silence.Instance, TimeSpan.FromMinutes(1));
        var watch = Stopwatch.StartNew();
        var result = await new ClusterSurvey(cloud).RunAsync("p", async (_, stop) =>
        {
            Interlocked.Increment(ref looks);
            await Task.Delay(Latency * 2, TimeProvider.System, stop);
            return new InsideLook(null, null);
        }, CancellationToken.None);
        return (result.Clusters.Count == Clusters ? watch.Elapsed : throw new InvalidOperationException("clusters are missing"), door.Statistics.Requests, looks);
    }

    private sealed class FarAway : HttpMessageHandler
    {
        private static readonly string List = $$"""{"clusters":[{{string.Join(',', Enumerable.Range(0, Clusters).Select(Cluster))}}]}""";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Latency, TimeProvider.System, cancellationToken);
            var path = request.RequestUri!.AbsolutePath;
            var body = path.EndsWith("/clusters", StringComparison.Ordinal) ? List : $$"""{"name":"{{path[(path.LastIndexOf('/') + 1)..]}}","guestCpus":4,"memoryMb":16384}""";
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }

        private static string Cluster(int number)
        {
            var zone = $"us-central1-{"abcf"[number % 4]}";
            return $$"""{"name":"c{{number}}","location":"{{zone}}","locations":["{{zone}}"],"status":"RUNNING","nodePools":[{{string.Join(',', Enumerable.Range(0, Pools).Select(Pool))}}]}""";
        }

        private static string Pool(int number) =>
            $$$"""{"name":"p{{{number}}}","initialNodeCount":1,"status":"RUNNING","config":{"machineType":"{{{Machines[number]}}}","oauthScopes":["https://www.googleapis.com/auth/cloud-platform"]}}""";
    }
}
