using System.Text;
using System.Text.Json;
using KfPipelineTasks.Settings;

namespace Build.Tests.Actions;

/// <summary>Whatever stands in an input, it is a value: nothing is run, no command is read out of it, no output and no variable appears.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly Harness _harness = new();

    public void Dispose() => _harness.Dispose();

    [HarnessFact]
    public async Task A_hostile_value_in_every_input_of_every_action_stays_a_value()
    {
        var mark = Path.Combine(_harness.Work, "owned");
        Harness.CopyFolder(Path.Combine(_harness.Product, "actions"), Path.Combine(_harness.Consumer, "actions"));
        await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"), Workflow(mark));
        var result = await _harness.RunAsync();
        Assert.False(File.Exists(mark));
        var run = Assert.Single(RunText.Runs(result));
        Assert.Empty(run.GetProperty("env").EnumerateObject());
        Assert.Empty(run.GetProperty("path").EnumerateArray());
        Assert.DoesNotContain(run.GetProperty("annotations").EnumerateArray(), a => a.GetProperty("message").GetString()!.StartsWith("owned", StringComparison.Ordinal));
        Assert.Equal("here", run.GetProperty("steps").EnumerateArray().Last().GetProperty("outputs").GetProperty("probe").GetString());
        var steps = run.GetProperty("steps").EnumerateArray().Where(s => Id(s).StartsWith('s')).ToList();
        Assert.Equal(HostileTexts.All.Count + ActionTable.Actions.Count - 1, steps.Count);
        Assert.All(steps, IsRefused);
    }

    private static void IsRefused(JsonElement step)
    {
        Assert.Equal("failure", step.GetProperty("outcome").GetString());
        var outputs = step.GetProperty("outputs").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.GetString());
        Assert.Equal("2", outputs["exit-code"]);
        Assert.Equal("false", outputs["changed"]);
        Assert.Empty(outputs.Where(o => o.Value!.Length > 0).Select(o => o.Key).Except(["changed", "exit-code", "plan-file", "summary-file", "report"]));
    }

    private static string Id(JsonElement step) => step.TryGetProperty("id", out var id) ? id.GetString() ?? "" : "";

    // Every text in every input of one action, and in every other action each input another text; as others use them and as we do.
    private static string Workflow(string mark)
    {
        var text = new StringBuilder("on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683\n");
        for (var i = 0; i < HostileTexts.All.Count; i++) Step(text, $"s{i}", $"{Harness.Repository}/actions/validate@v1", ActionTable.Of("validate"), _ => HostileTexts.Of(i, mark));
        var others = ActionTable.Actions.Where(a => a.Name != "validate").ToList();
        for (var i = 0; i < others.Count; i++)
        {
            var uses = i % 2 == 0 ? $"./actions/{others[i].Name}" : $"{Harness.Repository}/actions/{others[i].Name}@v1";
            Step(text, $"s-{others[i].Name}", uses, others[i], place => HostileTexts.Of((place + i) % HostileTexts.All.Count, mark));
        }

        // A mask that got through would hide this.
        return text.Append("      - id: probe\n        run: echo probe=here >> \"$GITHUB_OUTPUT\"\n").ToString();
    }

    private static void Step(StringBuilder text, string id, string uses, ActionEntry action, Func<int, string> value)
    {
        text.Append($"      - id: {id}\n        continue-on-error: true\n        uses: {uses}\n        with:\n");
        foreach (var (setting, place) in action.Inputs.Select((setting, place) => (setting, place)).Where(i => i.setting.Property != "LocalCloud.Url"))
            text.Append($"          {setting.Argument}: {Yaml(value(place), setting)}\n");
    }

    private static string Yaml(string value, Setting setting) =>
        JsonSerializer.Serialize(value + (setting.Type == SettingType.Path ? "" : " "));
}
