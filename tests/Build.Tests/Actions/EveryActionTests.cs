using System.Globalization;
using System.Text;
using System.Text.Json;
using Build.Tests.Scenarios;
using LocalCloud.Google;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>
/// Every action executed from another repository, in a job whose settings and folder are hostile: an installation comes, action by action, in an empty
/// project, is looked at, and goes. Each step has its work to do, and each is held to its exact end. A second job leads people into one behind
/// Identity-Aware Proxy, a third gives one a team: these use the actions as a workflow in our own repository does.
/// </summary>
public sealed class EveryActionTests : IAsyncLifetime
{
    private const string Empty = """
        durations: {like: none}
        clusterDelays: {all: 20ms}
        projects:
        - id: kubeflow-rehearsal
          number: "123456789012"
          policy: [{role: roles/owner, members: ["user:owner@example.com"]}]
        """;

    private const string Unset = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  project: nobody # kpt-set: ${project}\n";

    // What single actions have made is the whole of a deployment: none of it is left for Deploy.
    private static readonly ActionStep[] Life =
    [
        new("validate", "validate", Changed: false),
        new("deploy-planned", "deploy", Changed: true, "plan: 'true'", "detailed-exitcode: 'true'") { Code = 3 },
        new("kpt-set", "kpt-set", Changed: true, "package: package", "set: project=of-the-input"),
        new("render", "render", Changed: false, "render-directory: rendered"),
        new("enable-services", "enable-services", Changed: true),
        new("ensure-management-cluster", "ensure-management-cluster", Changed: true) { Answers = ["management-cluster"] },
        new("ensure-service-account", "ensure-service-account", Changed: true) { Answers = ["service-account"] },
        new("ensure-artifact-bucket", "ensure-artifact-bucket", Changed: true, "bucket: kubeflow-rehearsal-artifacts") { Answers = ["bucket"] },
        new("apply-kcc", "apply-kcc", Changed: true),
        new("apply", "apply", Changed: true),
        new("list-clusters", "list-clusters", Changed: false) { Answers = ["eligible-clusters"] },
        new("ensure-node-pool", "ensure-node-pool", Changed: true, "node-pool: more") { Answers = ["node-pool"] },
        new("ensure-pipelines-secret", "ensure-pipelines-secret", Changed: true, "access-mode: secret") { Answers = ["service-account"] },
        new("grant-iap-access", "grant-iap-access", Changed: true, "iap-members: 'user:a@example.com'"),
        new("check-pipelines", "check-pipelines", Changed: false),
        new("plan", "plan", Changed: false, "detailed-exitcode: 'true'"),
        new("deploy", "deploy", Changed: false) { Answers = ["url", "management-cluster", "management-kubeconfig", "service-account"] },
        new("status", "status", Changed: false),
        new("teardown-refused", "teardown", Changed: false, "confirm: another") { Code = 2 },
        new("teardown-planned", "teardown", Changed: true, "confirm: kubeflow", "plan: 'true'", "detailed-exitcode: 'true'") { Code = 3 },
        new("teardown", "teardown", Changed: true, "confirm: kubeflow", "delete-storage: |", "  kubeflow/mysql-data", "  kubeflow/seaweedfs-data", "  kubeflow-rehearsal-kfp", "  kubeflow"),
        new("ensure-cluster", "ensure-cluster", Changed: true, "settings: team.yaml", "cluster: own") { Answers = ["service-account"] },
    ];

    private static readonly ActionStep[] WayIn =
    [
        new("iap-too-early", "configure-iap", Changed: false) { Code = 2 },
        new("iap-apply", "apply", Changed: true),
        new("iap-planned", "configure-iap", Changed: true, "plan: 'true'", "detailed-exitcode: 'true'") { Code = 3 },
        new("configure-iap", "configure-iap", Changed: true) { Answers = ["url"] },
        new("iap-again", "configure-iap", Changed: false) { Answers = ["url"] },
    ];

    private static readonly ActionStep[] Team =
    [
        new("check-too-early", "check-pipelines", Changed: false) { Code = 1 },
        new("ensure-profile", "ensure-profile", Changed: true),
        new("profile-again", "ensure-profile", Changed: false),
        new("connect-sdk", "connect-sdk", Changed: true) { Answers = ["host", "token-path"] },
        new("sdk-again", "connect-sdk", Changed: false) { Answers = ["host", "token-path"] },
        new("check-connection", "check-pipelines", Changed: false),
    ];

    private static readonly ClusterKey Kubeflow = new("kubeflow-rehearsal", "us-central1", "kubeflow");

    private readonly Harness _harness = new();
    private LocalCloudServer _empty = null!;
    private LocalCloudServer _applied = null!;
    private LocalCloudServer _shared = null!;

    public async Task InitializeAsync()
    {
        var cases = new CaseFolder("Iap");
        _empty = await StartAsync(Empty);
        _applied = await StartAsync(cases.Read("", "cloud.yaml"));
        var connections = new CaseFolder("Connections");
        _shared = await StartAsync(connections.Read("", "cloud.yaml").Replace("user:admin@example.com", GoogleOptions.RehearsalMember, StringComparison.Ordinal), connections.Path("."));
        await ConnectionCases.SettledAsync(_shared.Clusters.Find(Kubeflow)!);
        Write("team.yaml", connections.Read("", "settings.yaml"));
        foreach (var name in new[] { "global.json", "Directory.Build.props", "kubeconfig" }) Write(name, "not what it seems");
        Write("package/app.yaml", Unset);
        Harness.CopyFolder(Path.Combine(_harness.Product, "actions"), Path.Combine(_harness.Consumer, "actions"));
        Write("iap/kubeflow.yaml", cases.Read("", "kubeflow.yaml"));
        Harness.CopyFolder(cases.Path("package"), Path.Combine(_harness.Consumer, "iap", "package"));
    }

    public async Task DisposeAsync()
    {
        await _empty.DisposeAsync();
        await _applied.DisposeAsync();
        await _shared.DisposeAsync();
        _harness.Dispose();
    }

    [Fact]
    public void No_action_is_forgotten() => Assert.Equal([], ActionTable.Actions.Select(a => a.Name).Except(Life.Concat(WayIn).Concat(Team).Select(s => s.Action)));

    [HarnessFact]
    public async Task Every_action_does_its_work_and_leaves_nothing_behind()
    {
        Write(".github/workflows/workflow.yml", Workflow());
        var result = await _harness.RunAsync("--secret", "CANARY=c4nary-client-secret");
        var runs = RunText.Runs(result).ToList();
        Assert.Equal(3, runs.Count);
        foreach (var (run, steps) in runs.Zip([Life, WayIn, Team]))
        {
            Assert.Equal(["KF_PROJECT", "Platform", "VERSION"], run.GetProperty("env").EnumerateObject().Select(v => v.Name).Order(StringComparer.Ordinal));
            Assert.Empty(run.GetProperty("path").EnumerateArray());
            Assert.Empty(run.GetProperty("violations").EnumerateArray());
            Assert.DoesNotContain("c4nary", run.GetProperty("log").GetRawText() + run.GetProperty("summary").GetRawText(), StringComparison.Ordinal);
            var wrong = steps.SelectMany(step => Wrong(step, run.GetProperty("steps").EnumerateArray().Single(s => s.GetProperty("id").GetString() == step.Id))).ToList();
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        }

        Assert.DoesNotContain(Directory.EnumerateDirectories(_harness.Work, "*private*", SearchOption.AllDirectories), _ => true);
        // What came has gone, in the cloud too; what nobody named has stayed.
        Assert.True(_empty.Clusters.Find(Kubeflow) is null, Summary(Outputs(runs[0].GetProperty("steps").EnumerateArray().Single(s => s.GetProperty("id").GetString() == "teardown"))));
        Assert.NotNull(_empty.Clusters.Find(Kubeflow with { Name = "own" }));
        Assert.NotNull(_empty.Google.Buckets.Find("kubeflow-rehearsal-artifacts"));
        Assert.Null(_empty.Google.Buckets.Find("kubeflow-rehearsal-kfp"));
    }

    private static IEnumerable<string> Wrong(ActionStep step, JsonElement ran)
    {
        var outputs = Outputs(ran);
        var summary = Summary(outputs);
        if (!outputs.ContainsKey("report"))
        {
            yield return $"{step.Id} has written no outputs: {ran.GetRawText()}";
            yield break;
        }

        if (outputs.GetValueOrDefault("exit-code") != $"{step.Code}") yield return $"{step.Id} ended with {outputs.GetValueOrDefault("exit-code")}: {summary}";
        if (outputs.GetValueOrDefault("changed") != (step.Changed ? "true" : "false")) yield return $"{step.Id} says changed={outputs.GetValueOrDefault("changed")}: {summary}";
        if (ran.GetProperty("outcome").GetString() != (step.Code == 0 ? "success" : "failure")) yield return $"{step.Id}: {ran.GetProperty("outcome")}";
        var action = ActionTable.Of(step.Action);
        if (!summary.StartsWith($"## {action.Task} – ", StringComparison.Ordinal)) yield return $"{step.Id} has another summary: {summary}";
        foreach (var name in step.Answers.Where(name => string.IsNullOrEmpty(outputs.GetValueOrDefault(name)))) yield return $"{step.Id} has no {name}";
        // What the program answers and the action does not hand on would be lost.
        var lost = Outputs(ran.GetProperty("steps").EnumerateArray().Single()).Keys.Except(ActionOutput.Of(action).Select(o => o.Name)).ToList();
        if (lost.Count > 0) yield return $"{step.Id} loses {string.Join(", ", lost)}";
        if (ReportedCode(outputs) != step.Code) yield return $"the report of {step.Id} says {ReportedCode(outputs)}";
    }

    private static int ReportedCode(Dictionary<string, string> outputs)
    {
        using var counts = JsonDocument.Parse(outputs["report"]);
        using var report = JsonDocument.Parse(File.ReadAllText(counts.RootElement.GetProperty("json").GetString()!));
        return report.RootElement.GetProperty("exitCode").GetInt32();
    }

    private static string Summary(Dictionary<string, string> outputs) => outputs.TryGetValue("summary-file", out var file) && file.Length > 0 ? File.ReadAllText(file) : "no summary";

    private static Dictionary<string, string> Outputs(JsonElement step) => step.GetProperty("outputs").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.GetString()!, StringComparer.Ordinal);

    private static Task<LocalCloudServer> StartAsync(string scenario, string folder = ".") =>
        LocalCloudServer.StartAsync(new LocalCloudOptions { Scenario = ScenarioFile.Parse("scenario.yaml", scenario, folder), Simulation = new SimulationOptions() });

    private string Workflow()
    {
        var text = new StringBuilder("on: push\npermissions: {}\nenv:\n  VERSION: banana\n  Platform: none\n  KF_PROJECT: of-the-caller\ndefaults:\n  run:\n    working-directory: no such folder\njobs:\n");
        Job(text, "life", Life, Harness.Repository, $"local-cloud: {_empty.GoogleAddress}");
        Job(text, "way-in", WayIn, null, $"local-cloud: {_applied.GoogleAddress}", "settings: iap/kubeflow.yaml", "package: iap/package", "client-secret: ${{ secrets.CANARY }}");
        Job(text, "team", Team, null, $"local-cloud: {_shared.GoogleAddress}", "settings: team.yaml", "client-secret: ${{ secrets.CANARY }}");
        return text.ToString();
    }

    private static void Job(StringBuilder text, string name, ActionStep[] steps, string? repository, params string[] inputs)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {name}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n");
        text.Append("      - id: checkout\n        uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n        with:\n          persist-credentials: false\n");
        foreach (var step in steps) text.Append((step with { Inputs = ["cloud: local", .. inputs, .. step.Inputs] }).Text(repository));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_harness.Consumer, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
