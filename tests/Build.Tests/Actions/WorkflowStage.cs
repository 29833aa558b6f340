using System.Text.Json;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>
/// A repository whose workflow calls the reusable ones, and what is around it: GitHub's <c>gh</c>, and texts under Cases/Workflows that tell what came of
/// a run - jobs, steps, outputs, what reached google-github-actions/auth, and what was asked of GitHub.
/// </summary>
internal sealed class WorkflowStage : IDisposable
{
    public const string Pull = """{"pull_request":{"number":7,"head":{"repo":{"full_name":"acme/repo"}}}}""";
    private const string Canary = "c4nary-client-secret";

    private static readonly CaseFolder Folder = new("Workflows");
    private readonly Harness _harness = new();
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("kft-outside-");

    public WorkflowStage()
    {
        Harness.CopyFolder(Path.Combine(_harness.Product, "actions"), Path.Combine(_harness.Consumer, "actions"));
        foreach (var name in new[] { "deploy-kubeflow.yml", "drift.yml" })
            File.Copy(Path.Combine(SharedData.Repository, ".github", "workflows", name), Path.Combine(_harness.Consumer, ".github", "workflows", name));
        FakeGh();
        Artifacts("upload-artifact", """
            mkdir -p "$FAKE_GH/artifacts/$NAME"
            while read -r file; do [ -z "$file" ] || cp -- "$file" "$FAKE_GH/artifacts/$NAME/"; done <<< "$WHERE"
            """);
        // As long as somebody thinks about an approval.
        Artifacts("download-artifact", """
            touch "$FAKE_GH/waiting"
            for _ in {1..600}; do [ -e "$FAKE_GH/hold" ] || break; sleep 0.1; done
            mkdir -p "$WHERE"
            cp -- "$FAKE_GH/artifacts/$NAME/"* "$WHERE"
            """);
    }

    private string Calls => Outside("calls");

    /// <summary>A file that no job has in its workspace.</summary>
    public string Outside(string name) => Path.Combine(_outside.FullName, name);

    /// <summary>Writes a file of the repository.</summary>
    public void Write(string path, string text)
    {
        var file = Path.Combine(_harness.Consumer, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>The workflow that the repository has from now on.</summary>
    public void Caller(string name) => Write(".github/workflows/workflow.yml", Folder.Read(name, "caller.yml"));

    /// <summary>What <c>gh</c> finds when it looks for a comment or an issue.</summary>
    public void Knows(string number) => File.WriteAllText(Outside("known"), number);

    /// <summary>No approval of a deployment is given before <see cref="Approve"/>.</summary>
    public void Hold() => File.WriteAllText(Outside("hold"), "");

    /// <summary>True when everything but the approval is there.</summary>
    public bool IsWaiting => File.Exists(Outside("waiting"));

    /// <summary>Gives the approval.</summary>
    public void Approve() => File.Delete(Outside("hold"));

    public void Dispose()
    {
        _harness.Dispose();
        _outside.Delete(recursive: true);
    }

    /// <summary>Runs the caller, and compares what came of it with its text.</summary>
    public async Task Story(string name, string file, string eventName, string? payload = null)
    {
        File.Delete(Calls);
        var result = await RunAsync(file, eventName, payload);
        KeepsSecrets(result);
        var calls = File.Exists(Calls) ? await File.ReadAllTextAsync(Calls) : "";
        var auth = RunText.Runs(result).SelectMany(run => run.GetProperty("calls").EnumerateArray())
            .Where(call => call.GetProperty("uses").GetString()!.StartsWith("google-github-actions/", StringComparison.Ordinal))
            .Select(call => $"auth as {call.GetProperty("with").GetProperty("service_account").GetString()}\n");
        Folder.Expect(name, $"{RunText.Of(result)}\n{string.Concat(auth)}{calls}", file);
    }

    /// <summary>Runs the caller.</summary>
    public async Task<JsonElement> RunAsync(string name, string eventName, string? payload = null)
    {
        var path = Outside($"event-{name}.json");
        await File.WriteAllTextAsync(path, payload ?? "{}");
        return await _harness.RunAsync("--event-name", eventName, "--event", path, "--secret", $"CANARY={Canary}", "--env", $"PATH={Outside("bin")}:{Environment.GetEnvironmentVariable("PATH")}", "--env", $"FAKE_GH={_outside.FullName}", "--map", $"actions/upload-artifact={Outside("upload-artifact")}", "--map", $"actions/download-artifact={Outside("download-artifact")}");
    }

    /// <summary>What a reader of the job, of the comment and of the issue sees, and every file that a later step could upload, has no secret.</summary>
    public void KeepsSecrets(JsonElement result)
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

    // Keeps artifacts beside the jobs.
    private void Artifacts(string name, string script)
    {
        var inputs = string.Concat(new[] { "name", "path", "if-no-files-found", "retention-days", "overwrite" }.Select(i => $"  {i}:\n    description: {i}\n"));
        var lines = string.Concat(script.Split('\n').Select(line => $"        {line}\n"));
        File.WriteAllText(
            Path.Combine(_outside.CreateSubdirectory(name).FullName, "action.yml"),
            $"name: {name}\ndescription: {name}\ninputs:\n{inputs}runs:\n  using: composite\n  steps:\n    - shell: bash\n      env:\n        NAME: ${{{{ inputs.name }}}}\n        WHERE: ${{{{ inputs.path }}}}\n      run: |\n{lines}");
    }

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
