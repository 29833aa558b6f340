using System.Text;
using System.Text.Json;

namespace Build.Tests.Actions;

/// <summary>
/// Every action executed from another repository, in a job whose settings and folder are hostile, against a local cloud that is new for each step. What an
/// action says in detail is told by the cases and by the tests of its task; here it runs, ends as it should, and leaves nothing behind.
/// </summary>
public sealed class EveryActionTests : IDisposable
{
    // What is not there on a new cloud is refused or named: exit codes other than 0 are meant.
    private static readonly Dictionary<string, (string[] Inputs, string[] Codes)> Steps = new(StringComparer.Ordinal)
    {
        ["validate"] = ([], ["0"]),
        ["list-clusters"] = ([], ["0"]),
        ["ensure-service-account"] = ([], ["0"]),
        ["ensure-node-pool"] = ([], ["0"]),
        ["kpt-set"] = (["plan: 'true'"], ["0"]),
        ["apply-kcc"] = ([], ["0"]),
        ["apply"] = ([], ["0"]),
        ["grant-iap-access"] = (["iap-members: 'user:a@example.com'"], ["0"]),
        ["configure-iap"] = (["plan: 'true'"], ["0"]),
        ["plan"] = ([], ["0"]),
        ["status"] = ([], ["0", "1", "2"]),
        ["teardown"] = (["plan: 'true'", "confirm: kubeflow"], ["0", "1", "2"]),
        ["deploy"] = (["plan: 'true'"], ["0"]),
    };

    private readonly Harness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void No_action_is_forgotten() => Assert.Equal([], ActionTable.Actions.Select(a => a.Name).Except(Steps.Keys));

    [HarnessFact]
    public async Task Every_action_runs_and_leaves_nothing_behind()
    {
        foreach (var name in new[] { "global.json", "Directory.Build.props", "kubeconfig" }) await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, name), "not what it seems");
        await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"), Workflow());
        var run = RunText.Runs(await _harness.RunAsync()).Single();
        Assert.Equal(["KF_PROJECT", "Platform", "VERSION"], run.GetProperty("env").EnumerateObject().Select(v => v.Name).Order(StringComparer.Ordinal));
        Assert.Empty(run.GetProperty("path").EnumerateArray());
        Assert.Empty(run.GetProperty("violations").EnumerateArray());
        foreach (var action in ActionTable.Actions) Holds(action, run.GetProperty("steps").EnumerateArray().Single(s => s.TryGetProperty("id", out var id) && id.GetString() == action.Name));
        Assert.DoesNotContain(Directory.EnumerateDirectories(_harness.Work, "*private*", SearchOption.AllDirectories), _ => true);
    }

    private static void Holds(ActionEntry action, JsonElement step)
    {
        var outputs = step.GetProperty("outputs").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.GetString()!);
        var code = outputs.GetValueOrDefault("exit-code", "none");
        Assert.True(Steps[action.Name].Codes.Contains(code, StringComparer.Ordinal), $"{action.Name} ended with {code}: {outputs.GetValueOrDefault("report")}");
        Assert.Equal(code == "0" ? "success" : "failure", step.GetProperty("outcome").GetString());
        Assert.Contains(outputs["changed"], new[] { "true", "false" });
        Assert.StartsWith($"## {action.Task} – ", File.ReadLines(outputs["summary-file"]).First(), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(outputs["report"]);
        Assert.Equal(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), JsonDocument.Parse(File.ReadAllText(report.RootElement.GetProperty("json").GetString()!)).RootElement.GetProperty("exitCode").GetInt32());
    }

    private static string Workflow()
    {
        var text = new StringBuilder("on: push\npermissions: {}\nenv:\n  VERSION: banana\n  Platform: none\n  KF_PROJECT: of-the-caller\ndefaults:\n  run:\n    working-directory: no such folder\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n");
        text.Append("      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n        with:\n          persist-credentials: false\n");
        foreach (var action in ActionTable.Actions)
        {
            text.Append($"      - id: {action.Name}\n        continue-on-error: true\n        uses: {Harness.Repository}/actions/{action.Name}@v1\n        with:\n          cloud: local\n");
            foreach (var input in Steps[action.Name].Inputs) text.Append($"          {input}\n");
        }

        return text.ToString();
    }
}
