using System.Text.Json;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>
/// The release workflow, step by step, in a repository with an origin. Compiler, artifact store, attestation and GitHub are stand-ins; git, the sums, the
/// pins and what a user of the tag runs afterwards are not.
/// </summary>
public sealed class ReleaseTests : IDisposable
{
    private const string Pack = """
        #!/usr/bin/env bash
        # Stands for the compiler: makes archives whose program says its name.
        set -e
        mkdir -p artifacts/x
        printf '#!/usr/bin/env bash\necho released $1\n' > artifacts/x/kf-pipeline-tasks
        chmod +x artifacts/x/kf-pipeline-tasks
        for name in portable linux-x64; do tar -czf "artifacts/kf-pipeline-tasks-$name.tar.gz" -C artifacts/x kf-pipeline-tasks; done
        (cd artifacts && sha256sum -- *.tar.gz > SHA256SUMS)
        """;

    private const string Gh = """
        #!/usr/bin/env bash
        echo "$*" >> "$STORE/gh"
        if [ "$1 $2" = "release create" ]; then
          mkdir -p "$STORE/release"
          cp artifacts/*.tar.gz "$STORE/release"
        fi
        """;

    private readonly Harness _harness = new();
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("kft-release-");

    public ReleaseTests()
    {
        Directory.CreateDirectory(At("store"));
        Script(At("bin", "dotnet"), Pack);
        Script(At("bin", "gh"), Gh);
        Action("checkout", "git clone --quiet \"$ORIGIN\" .");
        Action("upload-artifact", "mkdir -p \"$STORE/archives\" && cp artifacts/*.tar.gz artifacts/SHA256SUMS \"$STORE/archives\"");
        Action("download-artifact", "mkdir -p artifacts && cp \"$STORE\"/archives/* artifacts");
        File.Copy(Path.Combine(SharedData.Repository, ".github", "workflows", "release.yml"), Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"));
    }

    public void Dispose()
    {
        _harness.Dispose();
        _outside.Delete(recursive: true);
    }

    [HarnessFact("git", "tar", "curl", "sha256sum")]
    public async Task Whoever_uses_the_tag_runs_what_was_built_and_nothing_else()
    {
        await OriginAsync();
        var result = await ReleaseAsync("1.2.3");
        Assert.True(result.GetProperty("result").GetString() == "success", RunText.Of(result));
        var pins = (await Git("show", "v1.2.3:actions/_lib/release.sha256")).Output;
        Assert.Contains("# version 1.2.3\n", pins, StringComparison.Ordinal);
        Assert.EndsWith(await File.ReadAllTextAsync(At("store", "archives", "SHA256SUMS")), pins, StringComparison.Ordinal);
        Assert.Equal((await Git("rev-parse", "v1.2.3")).Output, (await Git("rev-parse", "v1")).Output);
        // The branch goes on without pins: what is built there is not that release.
        Assert.DoesNotContain("# version", (await Git("show", "main:actions/_lib/release.sha256")).Output, StringComparison.Ordinal);
        Assert.Contains("release create v1.2.3 --verify-tag", await File.ReadAllTextAsync(At("store", "gh")), StringComparison.Ordinal);

        await ToolRun.Of(_outside.FullName, Environment(), "git", "clone", "--quiet", "--branch", "v1", At("origin"), At("user"));
        var environment = Environment();
        environment["RUNNER_TEMP"] = Directory.CreateDirectory(At("temp")).FullName;
        environment["RUNNER_TOOL_CACHE"] = Directory.CreateDirectory(At("tools")).FullName;
        environment["KF_TASKS_MIRROR"] = $"file://{At("store", "release")}";
        Assert.Equal(new ToolRun(0, "released --target=Apply\n"), await ToolRun.Of(_outside.FullName, environment, "bash", At("user", "actions", "_lib", "run.sh"), "Apply"));
    }

    [HarnessFact("git", "tar", "sha256sum")]
    public async Task A_version_that_is_not_that_of_the_source_releases_nothing()
    {
        await OriginAsync();
        foreach (var version in new[] { "1.2.4", "1.2", "$(id)" })
        {
            Assert.Equal("failure", (await ReleaseAsync(version)).GetProperty("result").GetString());
            Assert.Equal("", (await Git("tag")).Output);
            Assert.False(File.Exists(At("store", "gh")));
        }
    }

    private async Task OriginAsync()
    {
        var source = Directory.CreateDirectory(At("source")).FullName;
        Harness.CopyFolder(Path.Combine(_harness.Product, "actions"), Path.Combine(source, "actions"));
        await File.WriteAllTextAsync(Path.Combine(source, "Directory.Build.props"), "<Project><PropertyGroup><Version>1.2.3</Version></PropertyGroup></Project>\n");
        Script(Path.Combine(source, ".ci", "run"), "#!/usr/bin/env bash\necho tested");
        foreach (var words in new[] { "init --quiet --initial-branch=main", "add --all", "-c user.name=a -c user.email=a@example.com commit --quiet --message=source", $"clone --quiet --bare . {At("origin")}" })
        {
            var run = await ToolRun.Of(source, Environment(), ["git", .. words.Split(' ')]);
            Assert.True(run.Code == 0, run.Output);
        }
    }

    private Task<JsonElement> ReleaseAsync(string version) => _harness.RunAsync(
        "--event-name", "workflow_dispatch", "--input", $"version={version}", "--env", $"PATH={At("bin")}:{System.Environment.GetEnvironmentVariable("PATH")}", "--env", $"STORE={At("store")}", "--env", $"ORIGIN={At("origin")}",
        "--map", $"actions/checkout={At("checkout")}", "--map", $"actions/upload-artifact={At("upload-artifact")}", "--map", $"actions/download-artifact={At("download-artifact")}",
        "--map", "actions/setup-dotnet=builtin:noop", "--map", "actions/attest-build-provenance=builtin:noop");

    private Task<ToolRun> Git(params string[] words) => ToolRun.Of(_outside.FullName, Environment(), ["git", $"--git-dir={At("origin")}", .. words]);

    private Dictionary<string, string> Environment() => new(StringComparer.Ordinal) { ["HOME"] = _outside.FullName };

    private string At(params string[] parts) => Path.Combine([_outside.FullName, .. parts]);

    private void Action(string name, string script)
    {
        Directory.CreateDirectory(At(name));
        var inputs = string.Concat(new[] { "persist-credentials", "name", "path", "if-no-files-found", "retention-days" }.Select(i => $"  {i}:\n    description: {i}\n"));
        File.WriteAllText(At(name, "action.yml"), $"name: {name}\ndescription: {name}\ninputs:\n{inputs}runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: {script}\n");
    }

    private static void Script(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"{text}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
