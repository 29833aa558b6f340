using System.Text.Json;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>Runs a workflow of some other repository with GitHub's own parser and evaluator; our actions come from a checkout without sources.</summary>
internal sealed class Harness : IDisposable
{
    /// <summary>Under this name workflows of tests use our actions.</summary>
    public const string Repository = "acme/kf";

    // A path with a space: nothing may trip over it.
    private readonly string _root = Directory.CreateTempSubdirectory("kft gha ").FullName;

    public Harness()
    {
        Directory.CreateDirectory(Path.Combine(Consumer, ".github", "workflows"));
        CopyFolder(Path.Combine(SharedData.Repository, "actions"), Path.Combine(Product, "actions"));
    }

    /// <summary>Where the packages of the harness are.</summary>
    public static string Modules { get; } = Path.Combine(SharedData.Repository, "tools", "gha-harness", "node_modules");

    /// <summary>The harness.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "tools", "gha-harness");

    /// <summary>The repository of the user.</summary>
    public string Consumer => Path.Combine(_root, "consumer");

    /// <summary>The checkout of our repository, as the runner unpacks it.</summary>
    public string Product => Path.Combine(_root, "product");

    /// <summary>Below it every job has its folders.</summary>
    public string Work => Path.Combine(_root, "work");

    /// <summary>Runs <c>.github/workflows/workflow.yml</c> of the consumer.</summary>
    /// <param name="options">More options of the harness.</param>
    public async Task<JsonElement> RunAsync(params string[] options)
    {
        var result = Path.Combine(_root, $"{Guid.NewGuid():N}.json");
        var run = await ToolRun.Of(Folder, new Dictionary<string, string>(StringComparer.Ordinal), [
            "node", "--import", "./jsonhook.mjs", "ghrun.mjs", "--repo", Consumer, "--workflow", ".github/workflows/workflow.yml",
            "--map", $"{Repository}={Product}", "--map", "google-github-actions/auth=builtin:noop",
            "--env", $"KF_TASKS_HOME={AppContext.BaseDirectory}", "--work", Work, "--out", result, "--quiet", .. options]);
        Assert.True(File.Exists(result), run.Output);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(result));
        return json.RootElement.Clone();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
