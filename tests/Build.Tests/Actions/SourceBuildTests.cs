using TestKit;

namespace Build.Tests.Actions;

/// <summary>The last choice of <c>_lib/run.sh</c> with the real compiler: a user of an unreleased commit builds it in a job that is as hostile as can be.</summary>
public sealed class SourceBuildTests : IDisposable
{
    private readonly Harness _harness = new();

    public void Dispose() => _harness.Dispose();

    [BuildFact]
    public async Task A_commit_without_a_release_is_built_whatever_the_caller_has()
    {
        await SourcesAsync();
        foreach (var name in new[] { "global.json", "Directory.Build.props", "Directory.Packages.props", "NuGet.config" }) await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, name), "not what it seems");
        await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"), $"""
            on: push
            permissions: {"{}"}
            env:
              VERSION: banana
              Platform: none
              Configuration: none
              OutputPath: nowhere
              MSBuildSDKsPath: /nowhere
            jobs:
              a:
                runs-on: ubuntu-24.04
                timeout-minutes: 10
                steps:
                  - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
                  - id: first
                    uses: {Harness.Repository}/actions/validate@main
                    with:
                      cloud: local
                      offline: 'true'
                  - id: second
                    uses: {Harness.Repository}/actions/validate@main
                    with:
                      cloud: local
                      offline: 'true'
            """);
        var run = RunText.Runs(await _harness.RunAsync("--env", "KF_TASKS_HOME=", "--env", $"DOTNET_ROOT={Environment.GetEnvironmentVariable("DOTNET_ROOT")}", "--env", $"NUGET_PACKAGES={Environment.GetEnvironmentVariable("NUGET_PACKAGES")}")).Single();
        var log = run.GetProperty("log").GetRawText();
        foreach (var id in new[] { "first", "second" })
        {
            var step = run.GetProperty("steps").EnumerateArray().Single(s => s.TryGetProperty("id", out var name) && name.GetString() == id);
            Assert.True(step.GetProperty("outcome").GetString() == "success", log);
            Assert.Equal("0", step.GetProperty("outputs").GetProperty("exit-code").GetString());
        }

        Assert.Equal(2, log.Split("Building kf-pipeline-tasks from source").Length);
    }

    // What git knows of this repository, as it lies here.
    private async Task SourcesAsync()
    {
        var files = await ToolRun.Of(SharedData.Repository, new Dictionary<string, string>(StringComparer.Ordinal), "git", "ls-files", "-z", "build", "src", "manifests", "*.props", "*.txt", "*.json", "*.yaml", ".editorconfig", "actions", "docs/*.json");
        foreach (var file in files.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(f => !f.StartsWith("tests/", StringComparison.Ordinal) && File.Exists(Path.Combine(SharedData.Repository, f))))
        {
            var target = Path.Combine(_harness.Product, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(SharedData.Repository, file), target, overwrite: true);
        }
    }
}
