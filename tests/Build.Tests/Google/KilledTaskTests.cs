using System.Text.Json.Nodes;
using Build.Tests.Scenarios;
using KfPipelineTasks.Cluster.Nodes;
using LocalCloud.Faults;
using LocalCloud.Kube;

namespace Build.Tests.Google;

/// <summary>
/// The program itself, killed by the system in the middle of a request that is on its way and will never be done: nothing is tidied up, and the next run
/// ends what was begun. Which requests is thrown with fixed dice; <c>KFT_KILLS=all</c> takes every one.
/// </summary>
public sealed class KilledTaskTests
{
    private const int Seed = 20261122;
    private const string Email = "kubeflow-vm@kfp-proj.iam.gserviceaccount.com";

    private static readonly ClusterKey Key = new("kfp-proj", "us-central1-a", "kubeflow");

    [Fact]
    public Task EnsureNodePool_is_finished_by_the_next_run() => KillAsync("EnsureNodePool", ["--replace-pools=default-pool"], makesAccount: false, stage =>
        Assert.Single(Done(stage, "POST", "/clusters/kubeflow/nodePools")));

    [Fact]
    public Task EnsureServiceAccount_is_finished_by_the_next_run() => KillAsync("EnsureServiceAccount", ["--service-account-users=alice@example.com"], makesAccount: true, stage =>
    {
        Assert.Single(Done(stage, "POST", "/projects/kfp-proj/serviceAccounts"));
        Assert.Single(Done(stage, "POST", "/projects/kfp-proj:setIamPolicy"));
        Assert.Single(Done(stage, "POST", $"/serviceAccounts/{Email}:setIamPolicy"));
    });

    [Fact]
    public Task EnsurePipelinesSecret_leaves_one_live_key_after_the_next_run() => KillAsync("EnsurePipelinesSecret", ["--access-mode=secret"], makesAccount: false, stage =>
    {
        var stored = stage.Cloud.Clusters.Find(Key)!.Client.Get("secrets", "kubeflow", "user-gcp-sa")!["data"]!["user-gcp-sa.json"]!.GetValue<string>();
        var id = (string?)JsonNode.Parse(Convert.FromBase64String(stored))!["private_key_id"];
        Assert.Equal(id, Assert.Single(stage.Cloud.Google.Keys.Of(Email)).Id);
    });

    private static async Task KillAsync(string task, string[] more, bool makesAccount, Action<GoogleStage> holds)
    {
        string[] words = [$"--target={task}", "--exclusive", "--project=kfp-proj", "--location=us-central1-a", "--cluster=kubeflow", "--variant=pipelines-standalone", "--admin-email=deployer@example.com", .. more];
        await using var whole = await StartAsync(makesAccount);
        Assert.True(whole.Run(words) == 0, whole.Said);
        foreach (var at in Points(whole.Requests.Count))
        {
            await using var stage = await StartAsync(makesAccount);
            var said = await KillAtAsync(stage, at, words);
            Assert.True(Open(stage) >= 3, $"{Open(stage)} nodes take Pods when killed at request {at + 1}:\n{said}");

            var code = stage.Run(words);

            Assert.True(code == 0, $"killed at request {at + 1}:\n{said}\nthen:\n{stage.Said}");
            Assert.True(CaseText.Steady(WorldText.Of(whole.Cloud)) == CaseText.Steady(WorldText.Of(stage.Cloud)), $"killed at request {at + 1}, the next run left:\n{WorldText.Of(stage.Cloud)}");
            holds(stage);
            Assert.True(Open(stage) >= 3);
            Assert.DoesNotContain(stage.Cloud.Clusters.Find(Key)!.Client.List("nodes"), n => n["metadata"]!["annotations"]?[NodeDrain.MemoryAnnotation] is not null);
        }
    }

    private static IEnumerable<int> Points(int requests) => Environment.GetEnvironmentVariable("KFT_KILLS") switch
    {
        "all" => Enumerable.Range(0, requests),
        var asked => new Random(Seed).GetItems(Enumerable.Range(0, requests).ToArray(), int.TryParse(asked, out var kills) ? kills : 2).Distinct(),
    };

    private static async Task<GoogleStage> StartAsync(bool makesAccount)
    {
        var stage = await GoogleStage.StartAsync($"durations: {{like: none}}\n{BusyCluster.Scenario}");
        if (!makesAccount) stage.Cloud.Google.ServiceAccounts.Create("kfp-proj", "kubeflow-vm");
        return stage;
    }

    // The request has arrived, nothing answers it any more, and then the process is gone.
    private static async Task<string> KillAtAsync(GoogleStage stage, int at, string[] words)
    {
        var faults = stage.Cloud.Google.Options.Faults;
        faults.Add(new FaultRule("last", new FaultMatch(), new FaultAction { Stall = true }) { Pattern = $"{new string('.', at)}x" });
        using var run = ChildRun.Start(stage.Folder, stage.Environment, words);
        await run.UntilAsync(() => faults.Rules.Count == 0);
        await run.KillAsync();
        faults.Clear();
        return run.Said;
    }

    private static int Open(GoogleStage stage) => stage.Cloud.Clusters.Find(Key)!.Client.List("nodes").Count(n => n["spec"]?["unschedulable"] is null
        && (n["status"]?["conditions"] as JsonArray ?? []).Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True"));

    private static IEnumerable<string> Done(GoogleStage stage, string method, string path) =>
        stage.Cloud.Requests.All.Where(r => r.Method == method && Uri.UnescapeDataString(r.Path).EndsWith(path, StringComparison.Ordinal) && r.Status is >= 200 and < 300).Select(r => r.ToString());
}
