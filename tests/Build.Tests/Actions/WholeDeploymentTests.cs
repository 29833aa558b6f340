using KfPipelineTasks.Settings;
using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace Build.Tests.Actions;

/// <summary>The reusable workflow with its own target: a project with nothing in it gets a whole installation on merge.</summary>
public sealed class WholeDeploymentTests : IAsyncLifetime
{
    private const string Project = """
        durations: {like: none}
        clusterDelays: {all: 20ms}
        projects:
        - id: kubeflow-rehearsal
          number: "123456789012"
          policy: [{role: roles/owner, members: ["user:owner@example.com"]}]
        """;

    private static readonly ClusterKey Kubeflow = new("kubeflow-rehearsal", "us-central1", "kubeflow");

    private readonly WorkflowStage _stage = new();
    private readonly GoogleOptions _google = new();
    private LocalCloudServer _cloud = null!;

    public async Task InitializeAsync()
    {
        _cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Google = _google, Scenario = ScenarioFile.Parse("project", Project), Simulation = new SimulationOptions() });
        Settings();
        _stage.Caller("whole");
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _stage.Dispose();
    }

    [HarnessFact]
    public async Task A_project_gets_everything_on_merge_and_nothing_before_or_twice()
    {
        var before = _cloud.Requests.Last;
        await _stage.Story("whole", "1-a-pull-request-is-planned.txt", "pull_request", WorkflowStage.Pull);
        Assert.Empty(Writes(before));

        await _stage.Story("whole", "2-a-merge-is-deployed.txt", "push");
        Assert.NotNull(_cloud.Clusters.Find(Kubeflow)!.Client.Get("deployments.apps", "kubeflow", "ml-pipeline"));

        before = _cloud.Requests.Last;
        await _stage.Story("whole", "3-without-changes-nothing-is-deployed.txt", "push");
        Assert.Empty(Writes(before));

        // A change that the cluster refuses: summary and outputs are there all the same.
        Settings("storage:\n  pipeline-root: gs://kubeflow-rehearsal-kfp/elsewhere\n");
        _google.Faults.Add(new FaultRule("refused", new FaultMatch { Method = FaultMatch.Whole("PATCH"), Path = FaultMatch.Part("^(?!.*dryRun).*/configmaps/") }, new FaultAction { Status = 403, Body = "{}" }));
        await _stage.Story("whole", "4-a-deployment-that-fails-is-explained.txt", "push");
        _google.Faults.Clear();
        await TwoAtOnceAsync();
    }

    // Both are told to bring the same change; whoever comes second waits at the lock and finds it done.
    private async Task TwoAtOnceAsync()
    {
        var before = _cloud.Requests.Last;
        var runs = await Task.WhenAll(_stage.RunAsync("one", "push"), _stage.RunAsync("two", "push"));
        Assert.All(runs, run => Assert.True(run.GetProperty("result").GetString() == "success", RunText.Of(run)));
        Assert.All(runs, _stage.KeepsSecrets);
        Assert.Single(Writes(before), write => write.Contains("/configmaps/pipeline-install-config", StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Writes(long since) =>
    [
        .. _cloud.Requests.All.Where(r => r.Number > since && r.Method is not ("GET" or "HEAD") && r.Status < 300 && !r.Query.Contains("dryRun=All", StringComparison.Ordinal))
            .Where(r => !IsQuestion(r.Path)).Select(r => $"{r.Method} {r.Path}"),
    ];

    // The program asks, and the controllers inside ask who somebody is; none of it leaves anything behind.
    private static bool IsQuestion(string path) =>
        path.EndsWith(":getIamPolicy", StringComparison.Ordinal) || path.EndsWith(":testIamPermissions", StringComparison.Ordinal) || path.StartsWith("/apis/authorization.k8s.io", StringComparison.Ordinal);

    private void Settings(string more = "") =>
        _stage.Write("kubeflow.yaml", $"{System.Text.Encoding.UTF8.GetString(SampleSettings.Bytes)}\n{more}cloud: local\nlocal-cloud:\n  url: {_cloud.GoogleAddress}\n");
}
