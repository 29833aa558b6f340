using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>Where <c>_lib/run.sh</c> gets the program from, and what it leaves behind. A small script stands for the program.</summary>
public sealed class RunScriptTests : IDisposable
{
    private const string Says = "echo \"task $1 temp $TMPDIR\"; ls -ld \"$TMPDIR\" | cut -c1-10; echo secret > \"$TMPDIR/kubeconfig\"";
    private readonly string _root = Directory.CreateTempSubdirectory("kft run ").FullName;
    private readonly Dictionary<string, string> _environment;

    public RunScriptTests()
    {
        Harness.CopyFolder(Path.Combine(SharedData.Repository, "actions", "_lib"), Path.Combine(_root, "repo", "actions", "_lib"));
        foreach (var folder in new[] { "temp", "tools", "mirror", "empty" }) Directory.CreateDirectory(Path.Combine(_root, folder));
        _environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["RUNNER_TEMP"] = At("temp"), ["RUNNER_TOOL_CACHE"] = At("tools"), ["KF_TASKS_MIRROR"] = $"file://{At("mirror").Replace(" ", "%20", StringComparison.Ordinal)}" };
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [ToolFact("bash")]
    public async Task A_named_folder_comes_first()
    {
        Program(At("home"), "echo home");
        Program(At("repo", "dist"), "echo dist");
        _environment["KF_TASKS_HOME"] = At("home");
        Assert.Equal(new ToolRun(0, "home\n"), await Run());
    }

    [ToolFact("bash")]
    public async Task A_named_folder_without_the_program_is_an_error()
    {
        _environment["KF_TASKS_HOME"] = At("empty");
        var run = await Run();
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"::error title=Kubeflow deployment::KF_TASKS_HOME is '{At("empty")}'", run.Output, StringComparison.Ordinal);
    }

    [ToolFact("bash")]
    public async Task A_build_beside_the_actions_comes_next()
    {
        Program(At("repo", "dist"), "echo dist");
        await Release("echo release");
        Assert.Equal(new ToolRun(0, "dist\n"), await Run());
    }

    [ToolFact("bash", "curl", "tar")]
    public async Task A_release_is_loaded_once_and_then_found_in_the_tool_cache()
    {
        await Release("echo release");
        Assert.Equal(new ToolRun(0, "release\n"), await Run());
        Directory.Delete(At("mirror"), recursive: true);
        Assert.Equal(new ToolRun(0, "release\n"), await Run());
        Assert.Empty(Directory.EnumerateDirectories(At("tools"), ".part-*", SearchOption.AllDirectories));
    }

    [ToolFact("bash", "curl", "tar")]
    public async Task A_release_with_another_sum_is_not_run()
    {
        await Release("echo release");
        await File.AppendAllTextAsync(Directory.GetFiles(At("mirror")).Single(), "x");
        var run = await Run();
        Assert.Equal(1, run.Code);
        Assert.Contains("is not what this version of the action expects: its SHA-256 is ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nrelease", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(At("tools"), "*", SearchOption.AllDirectories));
    }

    [ToolFact("bash", "curl", "tar")]
    public async Task A_mirror_that_fails_breaks_off_and_damages_is_asked_again_and_then_never()
    {
        await Release("echo release");
        await using var mirror = Served(Mirror.Answer.Unavailable, Mirror.Answer.Truncated, Mirror.Answer.Damaged, Mirror.Answer.Whole);
        var run = await Run();
        Assert.Equal(0, run.Code);
        Assert.StartsWith("release\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("::", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, mirror.Requests);

        Assert.Equal(new ToolRun(0, "release\n"), await Run());
        Assert.Equal(4, mirror.Requests);
    }

    [ToolFact("bash", "curl", "tar")]
    public async Task A_mirror_with_something_else_is_refused_and_nothing_of_it_stays()
    {
        await Release("echo release");
        await using var mirror = Served(Mirror.Answer.Damaged);
        var run = await Run();
        Assert.Equal(1, run.Code);
        Assert.Contains("the pinned one is", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, mirror.Requests);
        Assert.Empty(Directory.EnumerateFiles(At("tools"), "*", SearchOption.AllDirectories));
    }

    // A commit between releases: pins nothing, so nothing is loaded, whatever a mirror has.
    [ToolFact("bash", "curl", "tar")]
    public async Task Without_a_pinned_sum_nothing_is_loaded()
    {
        await Release("echo release");
        await using var mirror = Served(Mirror.Answer.Whole);
        File.Copy(Path.Combine(SharedData.Repository, "actions", "_lib", "release.sha256"), At("repo", "actions", "_lib", "release.sha256"), overwrite: true);
        Compiler("echo built");
        Assert.Equal(new ToolRun(0, "Building kf-pipeline-tasks from source, once in this job ...\nbuilt\n"), await Run());
        Assert.Equal(0, mirror.Requests);
    }

    [ToolFact("bash", "curl", "tar")]
    public async Task A_pinned_sum_that_changes_is_not_served_from_the_cache()
    {
        await Release("echo old");
        Assert.Equal("old\n", (await Run()).Output);
        await Release("echo new");
        Assert.Equal("new\n", (await Run()).Output);
    }

    [ToolFact("bash", "curl", "tar")]
    public async Task A_release_that_cannot_be_loaded_gives_way_to_the_source()
    {
        await Release("echo release");
        Directory.Delete(At("mirror"), recursive: true);
        Compiler("echo built");
        // One try is enough here; a network gets more of them.
        await Replace("--retry 4", "--retry 0");
        var run = await Run();
        Assert.Equal(0, run.Code);
        Assert.Contains("::warning title=Kubeflow deployment::file://", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nbuilt\n", run.Output, StringComparison.Ordinal);
    }

    [ToolFact("bash")]
    public async Task A_build_sees_nothing_of_the_caller_and_happens_once()
    {
        Compiler("echo built");
        foreach (var name in new[] { "VERSION", "Platform", "Configuration", "OutputPath", "DOTNET_STARTUP_HOOKS", "MSBuildSDKsPath" }) _environment[name] = "banana";
        Assert.EndsWith("built\n", (await Run()).Output, StringComparison.Ordinal);
        var seen = await File.ReadAllLinesAsync(At("seen"));
        Assert.Equal($"cwd {At("repo")}", seen[0]);
        Assert.DoesNotContain(seen, line => line.Contains("banana", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.StartsWith("HOME=", StringComparison.Ordinal));
        File.Delete(At("seen"));
        Assert.Equal(new ToolRun(0, "built\n"), await Run());
        Assert.False(File.Exists(At("seen")));
    }

    [ToolFact("bash")]
    public async Task Words_of_the_compiler_are_no_commands()
    {
        Compiler("echo built", fails: true);
        var run = await Run();
        Assert.Equal(1, run.Code);
        Assert.Contains("  | ::error::no", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("##[error]", run.Output, StringComparison.Ordinal);
    }

    [ToolFact("bash")]
    public async Task Without_any_program_it_says_so()
    {
        var run = await Run();
        Assert.Equal(1, run.Code);
        Assert.Contains("neither a release nor its source", run.Output, StringComparison.Ordinal);
    }

    [ToolFact("bash")]
    public async Task What_is_written_for_a_moment_is_private_and_gone_afterwards_also_when_the_step_fails()
    {
        Program(At("home"), $"{Says}; exit 70");
        _environment["KF_TASKS_HOME"] = At("home");
        var run = await Run();
        Assert.Equal(70, run.Code);
        Assert.Matches($"^task --target=Apply temp {At("temp")}/kf-pipeline-tasks-private-[^\n]+\ndrwx------\n$", run.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(At("temp")));
    }

    [ToolFact("bash")]
    public async Task A_cancelled_step_tells_the_program_waits_for_it_and_cleans_up()
    {
        if (OperatingSystem.IsWindows()) return;
        Program(At("home"), "trap 'kill $!; wait $! 2> /dev/null; echo stopping; echo done > \"$RUNNER_TEMP/left\"; exit 1' TERM; sleep 60 > /dev/null 2>&1 & echo started; wait $!");
        _environment["KF_TASKS_HOME"] = At("home");
        using var process = ToolRun.Start(At("empty"), _environment, "bash", At("repo", "actions", "_lib", "run.sh"), "Apply");
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync());
        await ToolRun.Of(_root, _environment, "kill", "-TERM", $"{process.Id}");
        var run = await ToolRun.EndOf(process);
        Assert.True(run.Code == 1 && run.Output.Contains("stopping\n", StringComparison.Ordinal), $"{run.Code}: {run.Output}");
        Assert.Equal(["left"], Directory.EnumerateFileSystemEntries(At("temp")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private string At(params string[] parts) => Path.Combine([_root, .. parts]);

    private Task<ToolRun> Run() => ToolRun.Of(At("empty"), _environment, "bash", At("repo", "actions", "_lib", "run.sh"), "Apply");

    private static void Program(string folder, string script)
    {
        Directory.CreateDirectory(folder);
        Script(Path.Combine(folder, "kf-pipeline-tasks"), script);
    }

    private static void Script(string path, string text)
    {
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{text}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // A compiler that writes down what it sees, and makes the program.
    private void Compiler(string program, bool fails = false)
    {
        Directory.CreateDirectory(At("repo", "build"));
        File.WriteAllText(At("repo", "build", "Build.csproj"), "<Project />");
        Program(At("made"), program);
        Directory.CreateDirectory(At("bin"));
        Script(At("bin", "dotnet"), fails
            ? "echo '::error::no'; echo '##[error]no'; exit 1"
            : $"echo \"cwd $PWD\" > '{At("seen")}'; env >> '{At("seen")}'; while [ \"$1\" != --output ]; do shift; done; mkdir -p \"$2\"; cp '{At("made", "kf-pipeline-tasks")}' \"$2\"");
        _environment["PATH"] = $"{At("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    private async Task Release(string program)
    {
        Program(At("made"), program);
        var name = RuntimeInformation.OSArchitecture == Architecture.X64 && OperatingSystem.IsLinux() ? "linux-x64" : "portable";
        var archive = At("mirror", $"kf-pipeline-tasks-{name}.tar.gz");
        await ToolRun.Of(At("made"), _environment, "tar", "-czf", archive, ".");
        var sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive)));
        await File.WriteAllTextAsync(At("repo", "actions", "_lib", "release.sha256"), $"# version 1.2.3\n{sum}  kf-pipeline-tasks-{name}.tar.gz\n");
    }

    // The release over HTTP in place of a folder.
    private Mirror Served(params Mirror.Answer[] answers)
    {
        var mirror = new Mirror(File.ReadAllBytes(Directory.GetFiles(At("mirror")).Single()), answers);
        _environment["KF_TASKS_MIRROR"] = mirror.Address;
        return mirror;
    }

    private async Task Replace(string old, string now)
    {
        var path = At("repo", "actions", "_lib", "run.sh");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(old, now, StringComparison.Ordinal));
    }
}
