using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Host;
using LocalCloud.Kube;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>
/// The reusable workflows from end to end, against a cluster of LocalCloud that outlives the jobs. Each step of the story is a text under
/// Cases/Workflows: jobs, steps, outputs, what reached google-github-actions/auth, and what was asked of GitHub.
/// </summary>
public sealed class WorkflowTests : IAsyncLifetime
{
    private const string Pull = """{"pull_request":{"number":7,"head":{"repo":{"full_name":"acme/repo"}}}}""";
    private const string Fork = """{"pull_request":{"number":7,"head":{"repo":{"full_name":"mallory/repo"}}}}""";
    private const string Canary = "c4nary-client-secret";

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

    private static readonly CaseFolder Folder = new("Workflows");
    private readonly Harness _harness = new();
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("kft-outside-");
    private LocalCloudServer _cloud = null!;

    private string Calls => Path.Combine(_outside.FullName, "calls");

    private string Known => Path.Combine(_outside.FullName, "known");

    public async Task InitializeAsync()
    {
        _cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        await _cloud.Clusters.StartAsync(Key, CancellationToken.None);
        var kubeconfig = Path.Combine(_outside.FullName, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, _cloud.Clusters.KubeconfigOf(Key));
        Harness.CopyFolder(Path.Combine(_harness.Product, "actions"), Path.Combine(_harness.Consumer, "actions"));
        foreach (var name in new[] { "deploy-kubeflow.yml", "drift.yml" })
            File.Copy(Path.Combine(SharedData.Repository, ".github", "workflows", name), Path.Combine(_harness.Consumer, ".github", "workflows", name));
        await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, "kubeflow.yaml"), $"variant: existing-cluster\ncluster:\n  name: kubeflow\n  kubeconfig: {kubeconfig}\npackage:\n  path: package\ntimeouts:\n  ready: 2s\n");
        FakeGh();
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _harness.Dispose();
        _outside.Delete(recursive: true);
    }

    [HarnessFact]
    public async Task A_change_is_planned_commented_applied_once_and_explained_when_it_fails()
    {
        Caller("deployment");
        Package("ConfigMap", "hello");
        await Story("deployment", "1-a-pull-request-is-planned.txt", "pull_request", Pull);
        await Story("deployment", "2-a-fork-has-no-identity.txt", "pull_request", Fork);
        await Story("deployment", "3-a-merge-is-applied.txt", "push");
        await Story("deployment", "4-without-changes-nothing-is-applied.txt", "push");
        await File.WriteAllTextAsync(Known, "42\n");
        Package("ConfigMop", "hello");
        await Story("deployment", "5-a-plan-that-fails-still-comments.txt", "pull_request", Pull);
        Package("ConfigMap", "hello", NeverReady);
        await Story("deployment", "6-an-apply-that-fails-is-explained.txt", "push");
    }

    [HarnessFact]
    public async Task Of_two_deployments_at_once_one_waits()
    {
        Caller("deployment");
        Package("ConfigMap", "hello");
        var cluster = _cloud.Clusters.Find(Key)!.Client;
        cluster.Create(Lease("https://github.com/acme/other/actions/runs/7"));
        var asked = LockLooks();
        var story = Story("deployment", "7-two-at-once.txt", "push");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (LockLooks() < asked + 3 && !story.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        Assert.False(story.IsCompleted);
        Assert.Null(cluster.Find("configmaps", "default", "app"));
        cluster.Patch("leases.coordination.k8s.io", "default", "kf-pipeline-tasks", lease => lease["spec"]!["holderIdentity"] = "");
        await story;
        Assert.NotNull(cluster.Find("configmaps", "default", "app"));
    }

    [HarnessFact]
    public async Task Drift_opens_one_issue_and_closes_it()
    {
        Caller("drift");
        Package("ConfigMap", "hello");
        await Story("drift", "1-a-drift-opens-an-issue.txt", "push");
        await File.WriteAllTextAsync(Known, "9\n");
        await Story("drift", "2-a-known-drift-changes-the-issue.txt", "push");
        Package("ConfigMop", "hello");
        await Story("drift", "3-a-plan-that-fails-says-nothing-about-drift.txt", "push");
        Caller("deployment");
        Package("ConfigMap", "hello");
        await Story("drift", "4-the-change-is-deployed.txt", "push");
        Caller("drift");
        await Story("drift", "5-without-drift-the-issue-is-closed.txt", "push");
    }

    private void Caller(string name) => File.Copy(Folder.Path(name, "caller.yml"), Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"), overwrite: true);

    private void Package(string kind, string greeting, string more = "")
    {
        Directory.CreateDirectory(Path.Combine(_harness.Consumer, "package"));
        File.WriteAllText(Path.Combine(_harness.Consumer, "package", "app.yaml"), $"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: app\n  namespace: default\ndata:\n  greeting: {greeting}\n{Password}{more}");
    }

    private async Task Story(string name, string file, string eventName, string? payload = null)
    {
        File.Delete(Calls);
        var path = Path.Combine(_outside.FullName, "event.json");
        await File.WriteAllTextAsync(path, payload ?? "{}");
        var result = await _harness.RunAsync("--event-name", eventName, "--event", path, "--secret", $"CANARY={Canary}", "--env", $"PATH={_outside.FullName}/bin:{Environment.GetEnvironmentVariable("PATH")}", "--env", $"FAKE_GH={_outside.FullName}");
        var calls = File.Exists(Calls) ? await File.ReadAllTextAsync(Calls) : "";
        var auth = RunText.Runs(result).SelectMany(run => run.GetProperty("calls").EnumerateArray())
            .Where(call => call.GetProperty("uses").GetString()!.StartsWith("google-github-actions/", StringComparison.Ordinal))
            .Select(call => $"auth as {call.GetProperty("with").GetProperty("service_account").GetString()}\n");
        Folder.Expect(name, $"{RunText.Of(result)}\n{string.Concat(auth)}{calls}", file);
        KeepsSecrets(result);
    }

    // What a reader of the job, of the comment and of the issue sees, and every file that a later step could upload.
    private void KeepsSecrets(JsonElement result)
    {
        foreach (var run in RunText.Runs(result))
        {
            foreach (var part in new[] { "log", "summary", "annotations", "outputs" }) Assert.DoesNotContain("c4nary", run.GetProperty(part).GetRawText(), StringComparison.Ordinal);
        }

        var written = Directory.EnumerateFiles(_outside.FullName, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(_harness.Work, "*", SearchOption.AllDirectories).Where(f => f.Contains($"{Path.DirectorySeparatorChar}kf-pipeline-tasks{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
            .ToList();
        Assert.Contains(written, f => f.EndsWith("plan.json", StringComparison.Ordinal));
        Assert.All(written, f => Assert.DoesNotContain("c4nary", File.ReadAllText(f), StringComparison.Ordinal));
    }

    private int LockLooks() => _cloud.Requests.All.Count(r => r.Path.Contains("/leases/", StringComparison.Ordinal));

    // As another run holds it, alive for an hour.
    private static JsonObject Lease(string holder) => JsonNode.Parse($$"""
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "kf-pipeline-tasks", "namespace": "default"},
         "spec": {"holderIdentity": "{{holder}}", "leaseDurationSeconds": 3600, "acquireTime": "{{Now}}", "renewTime": "{{Now}}", "leaseTransitions": 0}
        }
        """)!.AsObject();

    private static string Now => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    // Notes what is asked of GitHub; what it looks for is there when the file "known" says so.
    private void FakeGh()
    {
        var path = Path.Combine(_outside.CreateSubdirectory("bin").FullName, "gh");
        File.WriteAllText(path, """
            #!/usr/bin/env bash
            case "$*" in
              *--method*)
                for word in "$@"; do
                  case $word in
                    body=@*) echo "gh   body:"; sed -n -e '1,2s/^/gh     /p' "${word#body=@}"; cat "${word#body=@}" >> "$FAKE_GH/bodies" ;;
                    *) echo "gh   $word" ;;
                  esac
                done >> "$FAKE_GH/calls"
                ;;
              *) cat "$FAKE_GH/known" 2> /dev/null || : ;;
            esac
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
