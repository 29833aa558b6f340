using System.Text;
using System.Text.Json;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>An input is a variable of the program and nothing else: no script holds it, and what arrives is what was written.</summary>
public sealed class EveryInputTests : IDisposable
{
    private readonly Harness _harness = new();

    public static TheoryData<string> Names => [.. ActionTable.Actions.Select(a => a.Name)];

    public void Dispose() => _harness.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void No_script_of_an_action_holds_an_expression(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(SharedData.Repository, "actions", name, "action.yml"));
        var script = Assert.Single(lines, l => l.TrimStart().StartsWith("run:", StringComparison.Ordinal));
        Assert.DoesNotContain("${{", script, StringComparison.Ordinal);
        Assert.Equal(script, lines[^1]);
        var taken = lines.Where(l => l.Contains("${{ inputs.", StringComparison.Ordinal)).Select(l => l.Split("${{ inputs.")[1].Split(' ')[0]);
        Assert.Equal(ActionTable.Of(name).Inputs.Select(i => i.Argument), taken);
    }

    [HarnessTheory, InlineData($"{Harness.Repository}/actions/", "@v1"), InlineData("./actions/", "")]
    public async Task Every_input_of_every_action_arrives_as_it_was_written(string before, string after)
    {
        Harness.CopyFolder(Path.Combine(_harness.Product, "actions"), Path.Combine(_harness.Consumer, "actions"));
        var mark = Path.Combine(_harness.Work, "owned");
        var text = string.Join('\n', Enumerable.Range(0, HostileTexts.All.Count).Select(i => HostileTexts.Of(i, mark)));
        var dump = Directory.CreateDirectory(Path.Combine(_harness.Consumer, "dump")).FullName;
        await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"), Workflow(text, before, after));
        var result = await _harness.RunAsync("--env", $"KF_TASKS_HOME={Program()}", "--env", $"DUMP={dump}");
        Assert.Equal("success", result.GetProperty("result").GetString());
        Assert.False(File.Exists(mark));
        Assert.Empty(RunText.Runs(result).Single().GetProperty("annotations").EnumerateArray());
        foreach (var action in ActionTable.Actions)
        {
            var seen = (await File.ReadAllTextAsync(Path.Combine(dump, action.Name))).Split('\0').Select(v => v.Split('=', 2)).Where(v => v.Length == 2).ToDictionary(v => v[0], v => v[1]);
            Assert.All(action.Inputs, input => Assert.Equal(text, seen[input.Variable]));
        }
    }

    // Stands for the program: writes down what it was given.
    private string Program()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_harness.Consumer, "tool")).FullName;
        var path = Path.Combine(folder, "kf-pipeline-tasks");
        File.WriteAllText(path, "#!/usr/bin/env bash\nenv -0 > \"$DUMP/$KFT_ACTION\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    private static string Workflow(string text, string before, string after)
    {
        var workflow = new StringBuilder("on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683\n");
        foreach (var action in ActionTable.Actions)
        {
            workflow.Append($"      - uses: {before}{action.Name}{after}\n        with:\n");
            foreach (var setting in action.Inputs) workflow.Append($"          {setting.Argument}: {JsonSerializer.Serialize(text)}\n");
        }

        return workflow.ToString();
    }
}
