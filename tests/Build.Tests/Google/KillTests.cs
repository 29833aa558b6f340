using System.Text.Json.Nodes;
using KfPipelineTasks.Build.Tasks.Google;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Nodes;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Model;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Record;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace Build.Tests.Google;

/// <summary>
/// A run that is killed before any one of its requests, to Google or to the cluster, and the next run: the end is the same, nothing is made
/// twice, and on the way there are never fewer than three nodes that take Pods.
/// </summary>
public sealed class KillTests
{
    private const string Email = "kubeflow-vm@kfp-proj.iam.gserviceaccount.com";

    [Fact]
    public async Task EnsureNodePool_killed_at_any_request_is_finished_by_the_next_run()
    {
        var requests = await EveryKillAsync("", ReplacePoolAsync, cloud =>
            Assert.Single(Done(cloud, "POST", "/clusters/kubeflow/nodePools")));
        Assert.True(requests > 30, $"{requests} requests");
    }

    [Fact]
    public async Task EnsureServiceAccount_killed_at_any_request_is_finished_by_the_next_run()
    {
        var requests = await EveryKillAsync("consistency: {serviceAccount: 5s, flapping: true}\n", MakeAccountAsync, cloud =>
        {
            Assert.Single(Done(cloud, "POST", "/projects/kfp-proj/serviceAccounts"));
            Assert.Single(Done(cloud, "POST", "/projects/kfp-proj:setIamPolicy"));
            Assert.Single(Done(cloud, "POST", $"/serviceAccounts/{Email}:setIamPolicy"));
        });
        Assert.True(requests > 8, $"{requests} requests");
    }

    [Fact]
    public async Task EnsurePipelinesSecret_killed_at_any_request_leaves_one_live_key_after_the_next_run()
    {
        var requests = await EveryKillAsync("", StoreKeyAsync, cloud =>
        {
            var stored = cloud.Clusters.Find(Key)!.Client.Get("secrets", "kubeflow", "user-gcp-sa")!["data"]!["user-gcp-sa.json"]!.GetValue<string>();
            var id = (string?)JsonNode.Parse(Convert.FromBase64String(stored))!["private_key_id"];
            Assert.Equal(id, Assert.Single(cloud.Google.Keys.Of(Email)).Id);
        });
        Assert.True(requests > 5, $"{requests} requests");
    }

    private static ClusterKey Key => new("kfp-proj", "us-central1-a", "kubeflow");

    /// <returns>How many requests a run has that nobody kills.</returns>
    private static async Task<int> EveryKillAsync(string more, Func<GoogleCloud, ClusterDoor, Task> run, Action<LocalCloudServer> holds)
    {
        var (whole, last) = await OneAsync(more, int.MaxValue, run, holds);
        for (var at = 0; at < last; at++)
        {
            var (left, _) = await OneAsync(more, at, run, holds);
            Assert.True(whole == left, $"killed before request {at + 1} of {last}, the next run left:\n{left}\nin place of:\n{whole}");
        }

        return last;
    }

    private static async Task<(string Left, int Requests)> OneAsync(string more, int at, Func<GoogleCloud, ClusterDoor, Task> run, Action<LocalCloudServer> holds)
    {
        var time = new FastTime(TimeProvider.System, 1000);
        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Time = time, Scenario = ScenarioFile.Parse("scenario", $"{more}{BusyCluster.Scenario}"), Simulation = new SimulationOptions() });
        if (run != MakeAccountAsync) cloud.Google.ServiceAccounts.Create("kfp-proj", "kubeflow-vm");
        var fewest = int.MaxValue;
        var mortal = new Mortal(at, () => fewest = Math.Min(fewest, OpenNodes(cloud)));
        // A run that does not die must end well.
        await await Task.WhenAny(RunAsync(cloud, time, mortal, run), mortal.Died);
        if (mortal.Died.IsCompleted) await RunAsync(cloud, time, new Mortal(int.MaxValue, () => fewest = Math.Min(fewest, OpenNodes(cloud))), run);
        Assert.True(fewest >= 3, $"{fewest} nodes took Pods when killed before request {at + 1}");
        holds(cloud);
        Assert.DoesNotContain(cloud.Clusters.Find(Key)!.Client.List("nodes"), n => n["metadata"]!["annotations"]?[NodeDrain.MemoryAnnotation] is not null);
        return (CaseText.Steady(WorldText.Of(cloud)), mortal.Count);
    }

    // The doors of a dead run are never closed: nobody is there to do it.
    private static async Task RunAsync(LocalCloudServer cloud, FastTime time, Mortal mortal, Func<GoogleCloud, ClusterDoor, Task> run)
    {
        var always = TimeSpan.FromHours(10);
        var token = new Secret(cloud.Google.Tokens.Issue(GoogleStage.Deployer, ["https://www.googleapis.com/auth/cloud-platform"], TimeSpan.FromDays(1)));
        var door = GcpDoor.Create(GcpEndpoints.From(cloud.EndpointVariables), new FixedToken(token), time, new GcpDoorOptions { AttemptTimeout = always, Patience = always, PropagationWindow = always, LastWords = always, Between = mortal.Between });
        var endpoint = cloud.Clusters.EndpointOf(Key)!;
        var access = new ClusterAccess("kubeflow", new Uri($"https://{endpoint.Host}")) { CertificateAuthority = endpoint.CaPem, Credentials = new FixedCredential(new Credential(token)) };
        await run(new GoogleCloud(door, new Nobody(), always), new ClusterDoor(access, new DoorOptions { AttemptTimeout = always, Patience = always, FirstPatience = always, Between = mortal.Between }, time));
    }

    private static async Task ReplacePoolAsync(GoogleCloud cloud, ClusterDoor door)
    {
        var path = new ClusterPath(Key.Project, Key.Location, Key.Name);
        var work = new PoolWork(cloud, new ClusterNodes(() => Task.FromResult(door), new Nobody(), new DrainOptions { Timeout = TimeSpan.FromHours(10) }));
        var wish = new PoolWish { Name = "kf-pool", ServiceAccount = Email, Replace = ["default-pool"] };
        var plan = await work.PlanAsync(path, wish, default);
        if (!plan.Plan.IsEmpty) await work.ActAsync(path, wish, plan, default);
    }

    private static async Task MakeAccountAsync(GoogleCloud cloud, ClusterDoor door)
    {
        var wish = new AccountWish { Project = "kfp-proj", Id = "kubeflow-vm", Installation = "kubeflow", Users = ["user:alice@example.com"] };
        var work = new AccountWork(cloud);
        var plan = await work.PlanAsync(wish, default);
        if (!plan.Plan.IsEmpty) await work.ActAsync(wish, plan, default);
    }

    private static async Task StoreKeyAsync(GoogleCloud cloud, ClusterDoor door)
    {
        var work = new KeyWork(cloud, new ClusterKeyStore(door, "kubeflow", "kf-pipeline-tasks", []));
        var wish = new KeyWish("kfp-proj", Email, null);
        var plan = await work.PlanAsync(wish, default);
        if (!plan.Plan.IsEmpty) await work.ActAsync(wish, plan, default);
    }

    private static int OpenNodes(LocalCloudServer cloud) => cloud.Clusters.Find(Key)!.Client.List("nodes").Count(n => n["spec"]?["unschedulable"] is null
        && (n["status"]?["conditions"] as JsonArray ?? []).Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True"));

    private static IEnumerable<RecordedRequest> Done(LocalCloudServer cloud, string method, string path) =>
        cloud.Requests.All.Where(r => r.Method == method && Uri.UnescapeDataString(r.Path).EndsWith(path, StringComparison.Ordinal) && r.Status is >= 200 and < 300);

    private sealed class Nobody : IOutput
    {
        public void Write(OutputEvent what)
        {
            // Nobody listens to a run that will be killed.
        }
    }
}
