using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Faults;

public sealed class FaultSweep
{
    internal const string Set = """
        {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
        ---
        {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}
        ---
        {apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: demo}, spec: {a: 1}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: demo}, data: {k: v}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: demo}, data: {k: v}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: demo}, stringData: {k: v}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: demo}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "img:1"}]}}}}
        """;

    private const string Both = """
        {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, namespace: demo}, data: {k: v}}
        ---

        """;

    private const string Before = Both + """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: fixed, namespace: demo}, immutable: true, data: {k: old}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: gone, namespace: demo}, data: {k: v}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: demo}, stringData: {k: v}}
        """;

    private const string After = Both + """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: fixed, namespace: demo}, immutable: true, data: {k: new}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: demo}, stringData: {k: w}}
        """;

    internal static readonly ApplyOptions Options = LocalCluster.Quick with { Inventory = new InventoryOptions("kf"), Wait = new WaitOptions { Deadline = TimeSpan.FromSeconds(20) } };

    private static readonly DoorOptions Hurry = FakeApi.Quick with { AttemptTimeout = TimeSpan.FromMilliseconds(400), FirstPatience = TimeSpan.FromSeconds(5) };

    public static TheoryData<string, int> Faults
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var fault in new[] { "429", "503", "504", "etcd", "reset before", "reset after", "stall", "half a body" })
            {
                // Every second, every third request, and a block at the beginning.
                all.Add(fault, 2);
                all.Add(fault, 3);
                all.Add(fault, 0);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Whatever_the_network_does_the_set_arrives_and_nothing_is_written_twice(string fault, int every)
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        FaultHandler? spoiler = null;
        using var door = cluster.Open(inner => spoiler = new FaultHandler(inner, fault, (n, r) => !IsWatch(r) && (every == 0 ? n <= 4 : n % every == 0)), Hurry);
        var result = (await cluster.ApplyAsync(Set, Options, door)).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
        Assert.True(spoiler!.Spoiled > 1);
        await AssertConvergedAsync(cluster);
    }

    /// <summary>A run has some thirty requests: each of them, one at a time, meets the fault.</summary>
    [Theory]
    [InlineData("429")]
    [InlineData("503")]
    [InlineData("reset before")]
    [InlineData("reset after")]
    [InlineData("half a body")]
    [InlineData("stall")]
    [InlineData("401")]
    [InlineData("409")]
    [InlineData("admission")]
    public async Task Each_single_request_may_meet_each_fault(string fault)
    {
        var options = Options with { Wait = null };
        // A busy machine must not look like a stalled server for ever: only the attempt is short, the patience is not.
        var hurry = Hurry with { AttemptTimeout = TimeSpan.FromMilliseconds(fault == "stall" ? 150 : 5000) };
        var met = 0;
        for (var at = 1; met == at - 1; at++)
        {
            await using var cluster = await LocalCluster.StartAsync();
            FaultHandler? spoiler = null;
            var (number, seen) = (0, at);
            using var door = cluster.Open(inner => spoiler = new FaultHandler(inner, fault, (_, r) => Concerns(fault, r) && Interlocked.Increment(ref number) == seen), hurry, Renewed(cluster));
            var result = (await cluster.ApplyAsync(Set, options, door)).ThrowIfFailed();
            Assert.All(result.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
            met += spoiler!.Spoiled;
            await AssertConvergedAsync(cluster, options);
        }

        Assert.True(met >= 7, $"only {met} requests met it");
    }

    /// <summary>An update that takes an object over from kubectl, replaces one, changes one and prunes one.</summary>
    [Theory]
    [InlineData("503")]
    [InlineData("reset after")]
    [InlineData("stall")]
    [InlineData("401")]
    public async Task Each_single_request_of_an_update_may_meet_each_fault(string fault)
    {
        var options = Options with { Wait = null };
        var hurry = Hurry with { AttemptTimeout = TimeSpan.FromMilliseconds(fault == "stall" ? 150 : 5000) };
        var (met, finished) = (0, 0);
        for (var at = 1; met == at - 1; at++)
        {
            await using var cluster = await LocalCluster.StartAsync();
            (await cluster.ApplyAsync(Before, options)).ThrowIfFailed();
            cluster.Inside.Client.Patch("configmaps", "demo", "theirs", d => d["data"]!["left"] = "behind", manager: "kubectl-client-side-apply");
            FaultHandler? spoiler = null;
            var (number, seen) = (0, at);
            using (var door = cluster.Open(inner => spoiler = new FaultHandler(inner, fault, (_, _) => Interlocked.Increment(ref number) == seen), hurry, Renewed(cluster)))
            {
                // What may have been done and cannot be asked for again ends the run; the next one goes on from there.
                var ended = await Record.ExceptionAsync(async () => (await cluster.ApplyAsync(After, options, door)).ThrowIfFailed());
                Assert.True(ended is null or DeployException, $"request {at}: {ended}");
                if (ended is null) finished++;
            }

            met += spoiler!.Spoiled;
            (await cluster.ApplyAsync(After, options)).ThrowIfFailed();
            using var last = cluster.Open();
            Assert.All((await cluster.ApplyAsync(After, options, last)).ThrowIfFailed().Changes, c => Assert.Equal(Outcome.Unchanged, c.Outcome));
            Assert.Equal(0, last.Statistics.Writes);
            Assert.Null(cluster.Get("configmaps", "demo", "gone"));
            Assert.Equal("""{"k":"new"}""", cluster.Get("configmaps", "demo", "fixed")!["data"]!.ToJsonString());
            Assert.Null(cluster.Get("configmaps", "demo", "theirs")!["data"]!["left"]);
        }

        Assert.True(met >= 10 && finished >= met - 2, $"{met} requests met it, {finished} runs finished all the same");
    }

    [Theory]
    [InlineData("409")]
    [InlineData("admission")]
    public async Task A_write_that_may_succeed_later_is_tried_again(string fault)
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        using var door = cluster.Open(inner => new FaultHandler(inner, fault, (n, r) => r.Method == HttpMethod.Patch && n % 2 == 0), Hurry);
        (await cluster.ApplyAsync(Set, Options, door)).ThrowIfFailed();
        await AssertConvergedAsync(cluster);
    }

    [Theory]
    [InlineData("410")]
    [InlineData("503")]
    [InlineData("reset before")]
    [InlineData("half a body")]
    public async Task A_watch_that_breaks_is_taken_up_again(string fault)
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var watches = 0;
        using var door = cluster.Open(inner => new FaultHandler(inner, fault, (_, r) => IsWatch(r) && Interlocked.Increment(ref watches) <= 2), Hurry);
        var slow = Set.Replace("labels: {app: web}}, spec", "labels: {app: web}, annotations: {localcloud.dev/behaviour: slow=300ms}}, spec", StringComparison.Ordinal).Replace("image: \"img:1\"", "image: \"img:1\", readinessProbe: {httpGet: {path: /, port: 80}}", StringComparison.Ordinal);
        (await cluster.ApplyAsync(slow, Options, door)).ThrowIfFailed();
        Assert.True(watches > 2);
    }

    [Fact]
    public async Task A_token_that_expires_in_the_middle_is_exchanged()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var admin = cluster.Inside.Tokens.AdminToken;
        var given = 0;
        var source = new ProvidedToken((refused, _) => Task.FromResult(new Secret(refused ? $"{admin}" : Interlocked.Increment(ref given) < 9 ? admin : "expired")));
        using var door = cluster.Open(credentials: source);
        (await cluster.ApplyAsync(Set, Options, door)).ThrowIfFailed();
        await AssertConvergedAsync(cluster);
    }

    [Fact]
    public async Task A_token_that_is_refused_for_good_ends_the_run_at_once()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        using var door = cluster.Open(inner => new FaultHandler(inner, "401", (n, r) => r.Method == HttpMethod.Patch));
        var error = await Assert.ThrowsAsync<KubeError>(() => cluster.ApplyAsync(Set, Options, door));
        Assert.Equal(KubeErrorKind.Unauthorized, error.Kind);
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_run_with_what_to_look_at()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        using var door = cluster.Open(inner => new FaultHandler(inner, "reset before", (n, _) => n > 5), Hurry with { Patience = TimeSpan.FromMilliseconds(300) });
        var error = await Assert.ThrowsAsync<KubeError>(() => cluster.ApplyAsync(Set, Options, door));
        Assert.Equal(KubeErrorKind.Unreachable, error.Kind);
    }

    [Fact]
    public async Task A_run_that_is_ended_anywhere_is_finished_by_the_next()
    {
        var requests = await CountAsync();
        var random = new Random(7);
        foreach (var at in Enumerable.Range(0, 50).Select(_ => random.Next(1, requests + 1)).Distinct())
        {
            await using var cluster = await LocalCluster.StartAliveAsync();
            using var kill = new CancellationTokenSource();
            using (var door = cluster.Open(inner => new FaultHandler(inner, "reset before", (n, _) => Ended(n, at, kill)), Hurry))
            {
                // The last requests may not be needed this time: then it has simply ended.
                await Record.ExceptionAsync(() => cluster.ApplyAsync(Set, Options, door, kill.Token));
            }

            using var again = cluster.Open();
            (await cluster.ApplyAsync(Set, Options, again)).ThrowIfFailed();
            await AssertConvergedAsync(cluster);
        }
    }

    // What only a write can meet; a refused token is exchanged for another.
    private static bool Concerns(string fault, HttpRequestMessage request) =>
        fault is not ("409" or "admission") || (request.Method == HttpMethod.Patch && !request.RequestUri!.Query.Contains("dryRun", StringComparison.Ordinal));

    private static ProvidedToken Renewed(LocalCluster cluster) => new((_, _) => Task.FromResult(new Secret(cluster.Inside.Tokens.AdminToken)));

    private static bool Ended(int number, int at, CancellationTokenSource kill)
    {
        if (number < at) return false;
        kill.Cancel();
        return true;
    }

    private static async Task<int> CountAsync()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Set, Options)).ThrowIfFailed();
        return cluster.Door.Statistics.Requests;
    }

    private static async Task AssertConvergedAsync(LocalCluster cluster, ApplyOptions? options = null)
    {
        using var door = cluster.Open();
        var result = (await cluster.ApplyAsync(Set, options ?? Options, door)).ThrowIfFailed();
        Assert.Equal(0, door.Statistics.Writes);
        Assert.Equal(7, result.Changes.Count);
        Assert.Equal(1, cluster.Get("deployments.apps", "demo", "web")!["metadata"]!["generation"]!.GetValue<long>());
    }

    private static bool IsWatch(HttpRequestMessage request) => request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal);
}
