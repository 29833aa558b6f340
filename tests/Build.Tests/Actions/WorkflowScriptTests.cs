using System.Text;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>The scripts of the reusable workflows: what a comment may hold, and what an approval covers.</summary>
public sealed class WorkflowScriptTests : IDisposable
{
    private const string Approved = """{"schema": 1, "plans": [{"title": "kubeflow", "changes": [{"subject": "ConfigMap a", "outcome": "created"}, {"subject": "Service b", "outcome": "configured", "fields": [{"path": "spec.port", "before": "1", "after": "2"}]}, {"subject": "Secret c", "outcome": "unchanged"}]}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kft-scripts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [HarnessTheory("jq")]
    [InlineData(Approved, "")]
    [InlineData("", "")]
    [InlineData("""{"plans": [{"title": "kubeflow", "changes": [{"subject": "Service b", "outcome": "configured", "fields": [{"path": "spec.port", "before": "1", "after": "2"}]}, {"subject": "ConfigMap a", "outcome": "unchanged"}]}]}""", "")]
    [InlineData("""{"plans": [{"title": "kubeflow", "changes": [{"subject": "Service b", "outcome": "configured", "fields": [{"path": "spec.port", "before": "3", "after": "2"}]}]}]}""", "Service b configured")]
    [InlineData("""{"plans": [{"title": "kubeflow", "changes": [{"subject": "ConfigMap a", "outcome": "replaced"}]}]}""", "ConfigMap a replaced")]
    [InlineData("""{"plans": [{"title": "KptSet", "changes": [{"subject": "/tmp/x/app.yaml", "outcome": "configured"}]}]}""", "")]
    [InlineData("""{"plans": [{"title": "another", "changes": [{"subject": "ConfigMap a", "outcome": "created"}]}]}""", "ConfigMap a created")]
    [InlineData("""{"plans": [{"title": "kubeflow", "changes": [{"subject": "x\n::error::owned ##[error]%0A", "outcome": "pruned"}]}]}""", "x%0A::error::owned # #[error]%250A pruned")]
    public async Task Only_what_was_approved_is_done(string now, string missing)
    {
        var run = await Script("approved.sh", Write("approved.json", Approved), Write("now.json", now));
        if (missing.Length == 0)
        {
            Assert.Equal(new ToolRun(0, ""), run);
            return;
        }

        Assert.Equal(1, run.Code);
        var line = Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("::error title=Kubeflow deployment::1 of the changes", line, StringComparison.Ordinal);
        Assert.EndsWith($"approve the new plan.%0A{missing}", line, StringComparison.Ordinal);
    }

    [HarnessFact("bash")]
    public async Task A_short_summary_is_a_comment_as_it_is()
    {
        var run = await Script("excerpt.sh", Write("summary.md", "## Plan – Nothing to change\n"));
        Assert.Equal(new ToolRun(0, "## Plan – Nothing to change\n\nOf commit c0ffee, [this run](https://github.example/acme/repo/actions/runs/7).\n"), run);
    }

    [HarnessTheory("bash"), InlineData(300), InlineData(301), InlineData(302), InlineData(60000)]
    public async Task A_long_summary_is_cut_closed_and_says_so(int most)
    {
        var text = new StringBuilder("## Plan\n\n<details><summary>Differences</summary>\n\n```diff\n");
        while (text.Length < 2 * most) text.Append("+ größer – ‘created’\n");
        var run = await Script("excerpt.sh", Write("summary.md", $"{text}```\n\n</details>\n"), $"{most}");
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain('\uFFFD', run.Output);
        Assert.InRange(Encoding.UTF8.GetByteCount(run.Output), most - 100, most + 600);
        Assert.Contains("‘created’\n```\n\n</details>\n\n> [!WARNING]\n> This is longer", run.Output, StringComparison.Ordinal);
    }

    private Task<ToolRun> Script(string name, params string[] arguments) => ToolRun.Of(
        _folder.FullName,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["GITHUB_SERVER_URL"] = "https://github.example", ["GITHUB_REPOSITORY"] = "acme/repo", ["GITHUB_RUN_ID"] = "7", ["GITHUB_SHA"] = "c0ffee" },
        ["bash", Path.Combine(SharedData.Repository, "actions", "_lib", name), .. arguments]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
