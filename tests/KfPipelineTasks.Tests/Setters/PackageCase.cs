using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>
/// A folder below <c>Cases/KptSet</c> with a package: <c>given/</c>, <c>setters.yaml</c>, <c>expected/</c> (the files that
/// change, absent: none), <c>expected-error.txt</c> (one finding a line; nothing is written then), <c>expected-passed-over.txt</c>
/// (files hidden or skipped) and <c>options.txt</c>: <c>allow-unused</c>, <c>skip-invalid</c>, <c>kptfile</c> (values come from Kptfiles).
/// </summary>
public sealed class PackageCase(string name)
{
    private string Folder { get; } = Path.Combine(KptSetCase.Root, name);

    private string[] Options => Text("options.txt").Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries);

    public string ExpectedFindings => Text("expected-error.txt").Trim();

    public string ExpectedPassedOver => Text("expected-passed-over.txt").Trim();

    public string Given => Path.Combine(Folder, "given");

    /// <summary>The given files with the expected ones in their places.</summary>
    public SortedDictionary<string, string> Expected
    {
        get
        {
            using var package = new TempPackage();
            package.CopyFrom(Given);
            var all = package.Snapshot();
            var expected = Path.Combine(Folder, "expected");
            foreach (var file in Directory.Exists(expected) ? Directory.GetFiles(expected, "*", SearchOption.AllDirectories) : [])
                all[Path.GetRelativePath(expected, file)] = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
            return all;
        }
    }

    public SetterRequest Request(string root, Problems problems)
    {
        var fromKptfile = Options.Contains("kptfile");
        var scopes = fromKptfile ? KptfileScopes.Read(root, problems) : [new SetterScope(root, [root], SetterValuesReader.Read(Text("setters.yaml"), "setters.yaml", problems))];
        return new SetterRequest { Root = root, Scopes = scopes, AllowUnused = Options.Contains("allow-unused"), SkipInvalid = Options.Contains("skip-invalid") };
    }

    private string Text(string file) => File.Exists(Path.Combine(Folder, file)) ? File.ReadAllText(Path.Combine(Folder, file)) : "";
}
