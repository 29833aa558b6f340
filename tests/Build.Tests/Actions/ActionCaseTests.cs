using System.Text.Json;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>
/// A folder per case under Cases/Actions: <c>workflow.yml</c> is run, <c>repository/</c> is what the user's repository has beside it,
/// <c>expected.txt</c> is what came of it. <c>KFT_ACCEPT=1</c> writes it.
/// </summary>
public sealed class ActionCaseTests : IDisposable
{
    /// <summary>A secret of every case; it must never come out.</summary>
    private const string Canary = "c4nary-%_+/=\"secret";

    private static readonly CaseFolder Folder = new("Actions");
    private readonly Harness _harness = new();

    public static TheoryData<string> Cases => [.. Folder.Names.Where(n => !n.Contains('/', StringComparison.Ordinal) && File.Exists(Folder.Path(n, "workflow.yml")))];

    public void Dispose() => _harness.Dispose();

    [HarnessTheory, MemberData(nameof(Cases))]
    public async Task A_workflow_ends_as_it_should(string name)
    {
        if (Directory.Exists(Folder.Path(name, "repository"))) Harness.CopyFolder(Folder.Path(name, "repository"), _harness.Consumer);
        var workflow = Folder.Read(name, "workflow.yml");
        if (workflow.Contains("uses: ./actions/", StringComparison.Ordinal)) Harness.CopyFolder(Path.Combine(_harness.Product, "actions"), Path.Combine(_harness.Consumer, "actions"));
        await File.WriteAllTextAsync(Path.Combine(_harness.Consumer, ".github", "workflows", "workflow.yml"), workflow);
        var result = await _harness.RunAsync("--secret", $"CANARY={Canary}");
        Folder.Expect(name, RunText.Of(result));
        Assert.All(RunText.Runs(result), KeepsTheSecret);
        Assert.All(Directory.EnumerateDirectories(_harness.Work), LeavesNothing);
    }

    // What the harness notes of inputs has them, of course; nothing that a reader of the job sees does.
    private static void KeepsTheSecret(JsonElement run)
    {
        foreach (var part in new[] { "log", "summary", "annotations", "outputs", "violations" }) Assert.DoesNotContain("c4nary", run.GetProperty(part).GetRawText(), StringComparison.Ordinal);
        foreach (var step in run.GetProperty("steps").EnumerateArray()) Assert.DoesNotContain("c4nary", step.TryGetProperty("outputs", out var outputs) ? outputs.GetRawText() : "", StringComparison.Ordinal);
    }

    // What stays is for later steps: plan and summary. It holds no secret, and nothing private is left.
    private static void LeavesNothing(string job)
    {
        var temp = Path.Combine(job, "_work", "_temp");
        Assert.DoesNotContain(Directory.EnumerateDirectories(temp), d => Path.GetFileName(d).Contains("private", StringComparison.Ordinal));
        var files = Path.Combine(temp, "kf-pipeline-tasks");
        if (!Directory.Exists(files)) return;
        Assert.All(Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories), f => Assert.DoesNotContain("c4nary", File.ReadAllText(f), StringComparison.Ordinal));
    }
}
