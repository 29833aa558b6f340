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
    public async Task A_hostile_value_in_every_input_stays_a_value()
    {
        var mark = Path.Combine(_harness.Work, "owned");
        await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"), Workflow(mark));
        var result = await _harness.RunAsync();
        Assert.False(File.Exists(mark));
        var run = Assert.Single(RunText.Runs(result));
        Assert.Empty(run.GetProperty("env").EnumerateObject());
        Assert.Empty(run.GetProperty("path").EnumerateArray());
        Assert.DoesNotContain(run.GetProperty("annotations").EnumerateArray(), a => a.GetProperty("message").GetString()!.StartsWith("owned", StringComparison.Ordinal));
        Assert.Equal("here", run.GetProperty("steps").EnumerateArray().Last().GetProperty("outputs").GetProperty("probe").GetString());
        Assert.All(run.GetProperty("steps").EnumerateArray().Where(s => Id(s).StartsWith('s')), IsRefused);
    }

    private static void IsRefused(JsonElement step)
    {
        Assert.Equal("failure", step.GetProperty("outcome").GetString());
        var outputs = step.GetProperty("outputs").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.GetString());
        Assert.Equal("2", outputs["exit-code"]);
        Assert.Equal("false", outputs["changed"]);
        Assert.Empty(outputs.Keys.Except(["changed", "exit-code", "plan-file", "summary-file", "report", "url"]));
    }

    private static string Id(JsonElement step) => step.TryGetProperty("id", out var id) ? id.GetString() ?? "" : "";

    private static string Workflow(string mark)
    {
        var text = new StringBuilder("on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n");
        var inputs = ActionTable.Of("validate").Inputs.Where(s => s.Property != "LocalCloud.Url").ToList();
        for (var i = 0; i < HostileTexts.All.Count; i++)
        {
            text.Append($"      - id: s{i}\n        continue-on-error: true\n        uses: {Harness.Repository}/actions/validate@v1\n        with:\n");
            foreach (var setting in inputs) text.Append($"          {setting.Argument}: {Yaml(HostileTexts.Of(i, mark), setting)}\n");
        }

        // A mask that got through would hide this.
        return text.Append("      - id: probe\n        run: echo probe=here >> \"$GITHUB_OUTPUT\"\n").ToString();
    }

    private static string Yaml(string value, Setting setting) =>
        JsonSerializer.Serialize(value + (setting.Type == SettingType.Path ? "" : " "));
}
