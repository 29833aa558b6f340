using System.Text;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>
/// A folder below <c>Cases/KptSet</c>: <c>given.yaml</c>, <c>setters.yaml</c>, and <c>expected.yaml</c> (absent: nothing
/// changes) and/or <c>expected-error.txt</c> (one finding a line; absent: none). <c>options.txt</c> may hold
/// <c>compat=kpt</c> and <c>allow-unused</c>. Cases of whole packages have a folder <c>given</c> instead: see <see cref="PackageCase"/>.
/// </summary>
public sealed class KptSetCase(string name)
{
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Cases", "KptSet");

    private string Folder { get; } = Path.Combine(Root, name);

    public string Given => Read("given.yaml")!;

    public string Expected => Read("expected.yaml") ?? Given;

    public string ExpectedFindings => (Read("expected-error.txt") ?? "").ReplaceLineEndings("\n").Trim();

    public SetterRules Rules => new()
    {
        AllowUnused = Options.Contains("allow-unused"),
        Typing = Options.Contains("compat=kpt") ? SetterTyping.Kpt : SetterTyping.KeepStrings,
    };

    public SetterValues Values
    {
        get
        {
            var problems = new Problems();
            var values = SetterValuesReader.Read(Read("setters.yaml")!, "setters.yaml", problems);
            Assert.Empty(problems.Found);
            return values;
        }
    }

    private string[] Options => (Read("options.txt") ?? "").Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static string Shown(IEnumerable<SetterFinding> findings) => string.Join('\n', findings.Select(f => $"{f.Kind}: {f}"));

    // Not File.ReadAllText, which would swallow a byte order mark.
    private string? Read(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)) : null;
    }
}
