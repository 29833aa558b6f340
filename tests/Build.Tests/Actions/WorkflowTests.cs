using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Host;
using LocalCloud.Kube;

namespace Build.Tests.Actions;

/// <summary>
/// The reusable workflows from end to end, against a cluster of LocalCloud that outlives the jobs. Each step of the story is a text under
/// Cases/Workflows: jobs, steps, outputs, what reached google-github-actions/auth, and what was asked of GitHub.
/// </summary>
public sealed class WorkflowTests : IAsyncLifetime
{
    private const string Fork = """{"pull_request":{"number":7,"head":{"repo":{"full_name":"mallory/repo"}}}}""";

    // A Secret of the package: its value is in the cluster afterwards, and nowhere else.
    private const string Password = "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n  namespace: default\nstringData:\n  password: c4nary-of-the-package\n";

    private const string NeverReady = """
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: late
          namespace: default
          labels:
            nobody: starts-it
        spec:
          containers:
            - name: main
              image: registry.example/app:1

        """;

    private static readonly ClusterKey Key = new("ml-prod-1", "us-central1", "kubeflow");

    private readonly WorkflowStage _stage = new();
    private LocalCloudServer _cloud = null!;

    public async Task InitializeAsync()
    {
        _cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        await _cloud.Clusters.StartAsync(Key, CancellationToken.None);
        var kubeconfig = _stage.Outside("kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, _cloud.Clusters.KubeconfigOf(Key));
        _stage.Write("kubeflow.yaml", $"variant: existing-cluster\ncluster:\n  name: kubeflow\n  kubeconfig: {kubeconfig}\npackage:\n  path: package\ntimeouts:\n  ready: 2s\n");
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _stage.Dispose();
    }

    [HarnessFact("jq")]
    public async Task A_change_is_planned_commented_applied_once_and_explained_when_it_fails()
    {
        _stage.Caller("deployment");
        Package("ConfigMap", "hello");
        await _stage.Story("deployment", "1-a-pull-request-is-planned.txt", "pull_request", WorkflowStage.Pull);
        await _stage.Story("deployment", "2-a-fork-has-no-identity.txt", "pull_request", Fork);
        await _stage.Story("deployment", "3-a-merge-is-applied.txt", "push");
        await _stage.Story("deployment", "4-without-changes-nothing-is-applied.txt", "push");
        _stage.Knows("42\n");
        Package("ConfigMop", "hello");
        await _stage.Story("deployment", "5-a-plan-that-fails-still-comments.txt", "pull_request", WorkflowStage.Pull);
        Package("ConfigMap", "hello", NeverReady);
        await _stage.Story("deployment", "6-an-apply-that-fails-is-explained.txt", "push");
    }

    [HarnessFact("jq")]
    public async Task Of_two_deployments_at_once_one_waits()
    {
        _stage.Caller("deployment");
        Package("ConfigMap", "hello");
        var cluster = _cloud.Clusters.Find(Key)!.Client;
        cluster.Create(Lease("https://github.com/acme/other/actions/runs/7"));
        var asked = LockLooks();
        var story = _stage.Story("deployment", "7-two-at-once.txt", "push");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (LockLooks() < asked + 3 && !story.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        Assert.False(story.IsCompleted);
        Assert.Null(cluster.Find("configmaps", "default", "app"));
        cluster.Patch("leases.coordination.k8s.io", "default", "kf-pipeline-tasks", lease => lease["spec"]!["holderIdentity"] = "");
        await story;
        Assert.NotNull(cluster.Find("configmaps", "default", "app"));
    }

    [HarnessFact("jq")]
    public async Task What_was_not_approved_is_not_deployed()
    {
        _stage.Caller("deployment");
        Package("ConfigMap", "hello");
        _stage.Hold();
        var story = _stage.Story("deployment", "8-what-was-not-approved-is-not-deployed.txt", "push");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!_stage.IsWaiting && !story.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        var cluster = _cloud.Clusters.Find(Key)!.Client;
        cluster.Create(JsonNode.Parse("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "app", "namespace": "default"}, "data": {"other": "of another"}}""")!.AsObject());
        _stage.Approve();
        await story;
        Assert.Null(cluster.Find("configmaps", "default", "app")!.Parse()["data"]!["greeting"]);
        Assert.Null(cluster.Find("secrets", "default", "app"));
    }

    [HarnessFact]
    public async Task An_event_that_anybody_can_cause_gets_nothing()
    {
        _stage.Caller("deployment");
        Package("ConfigMap", "hello");
        var result = await _stage.RunAsync("anybody", "pull_request_target", WorkflowStage.Pull);
        Assert.Equal("success", result.GetProperty("result").GetString());
        Assert.Empty(RunText.Runs(result));
    }

    [HarnessFact("jq")]
    public async Task Drift_opens_one_issue_and_closes_it()
    {
        _stage.Caller("drift");
        Package("ConfigMap", "hello");
        await _stage.Story("drift", "1-a-drift-opens-an-issue.txt", "push");
        _stage.Knows("9\n");
        await _stage.Story("drift", "2-a-known-drift-changes-the-issue.txt", "push");
        Package("ConfigMop", "hello");
        await _stage.Story("drift", "3-a-plan-that-fails-says-nothing-about-drift.txt", "push");
        _stage.Caller("deployment");
        Package("ConfigMap", "hello");
        await _stage.Story("drift", "4-the-change-is-deployed.txt", "push");
        _stage.Caller("drift");
        await _stage.Story("drift", "5-without-drift-the-issue-is-closed.txt", "push");
        _cloud.Clusters.Find(Key)!.Client.Patch("configmaps", "default", "app", app => app["data"]!["greeting"] = "theirs", manager: "somebody");
        await _stage.Story("drift", "6-what-others-own-opens-the-issue-and-fails.txt", "push");
        _stage.Caller("deployment");
        await _stage.Story("drift", "7-and-a-pull-request-is-not-green.txt", "pull_request", WorkflowStage.Pull);
    }

    private void Package(string kind, string greeting, string more = "") =>
        _stage.Write("package/app.yaml", $"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: app\n  namespace: default\ndata:\n  greeting: {greeting}\n{Password}{more}");

    private int LockLooks() => _cloud.Requests.All.Count(r => r.Path.Contains("/leases/", StringComparison.Ordinal));

    // As another run holds it, alive for an hour.
    private static JsonObject Lease(string holder) => JsonNode.Parse($$"""
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "kf-pipeline-tasks", "namespace": "default"},
         "spec": {"holderIdentity": "{{holder}}", "leaseDurationSeconds": 3600, "acquireTime": "{{Now}}", "renewTime": "{{Now}}", "leaseTransitions": 0}
        }
        """)!.AsObject();

    private static string Now => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
