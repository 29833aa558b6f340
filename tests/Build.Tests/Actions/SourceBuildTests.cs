using System.Runtime.InteropServices;
using KfPipelineTasks.Build.Tasks.Repository;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>The last choice of <c>_lib/run.sh</c> with the real compiler: a user of an unreleased commit builds it in a job that is as hostile as can be.</summary>
public sealed class SourceBuildTests : IDisposable
{
    private readonly Harness _harness = new();
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("kft-elsewhere-");

    public void Dispose()
    {
        _harness.Dispose();
        _elsewhere.Delete(recursive: true);
    }

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
        await DeploysElsewhereAsync();
    }

    // What was built is what Pack puts into the portable archive. It needs a runtime and nothing else: no repository, no SDK, no home.
    private async Task DeploysElsewhereAsync()
    {
        var built = Path.GetDirectoryName(Directory.EnumerateFiles(_harness.Work, "kf-pipeline-tasks.dll", SearchOption.AllDirectories).Single(f => Path.GetFileName(Path.GetDirectoryName(f)) == "program"))!;
        var archive = Path.Combine(_elsewhere.FullName, "kf-pipeline-tasks-portable.tar.gz");
        ReleaseArchive.Write(built, archive);
        var (program, job, home) = (_elsewhere.CreateSubdirectory("the program").FullName, _elsewhere.CreateSubdirectory("job").FullName, _elsewhere.CreateSubdirectory("home").FullName);
        Assert.Equal(0, (await ToolRun.Of(_elsewhere.FullName, new Dictionary<string, string>(StringComparer.Ordinal), "tar", "-xzf", archive, "-C", program)).Code);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = home, ["DOTNET_ROOT"] = Runtime(), ["TMPDIR"] = job };
        var run = await ToolRun.Of(job, environment, Path.Combine(Runtime(), "dotnet"), Path.Combine(program, "kf-pipeline-tasks.dll"), "--target=Deploy", "--cloud=local", "--output=text");
        Assert.True(run.Code == 0, run.Output);
        Assert.Contains("Deployment.apps kubeflow/ml-pipeline created", run.Output, StringComparison.Ordinal);
    }

    // The runtime that this test runs on, without the SDK beside it.
    private string Runtime()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var runtime = Path.Combine(_elsewhere.FullName, "runtime");
        if (Directory.Exists(runtime)) return runtime;
        Directory.CreateDirectory(runtime);
        foreach (var part in new[] { "host", "shared" }) Directory.CreateSymbolicLink(Path.Combine(runtime, part), Path.Combine(root, part));
        File.Copy(Path.Combine(root, "dotnet"), Path.Combine(runtime, "dotnet"));
        return runtime;
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
