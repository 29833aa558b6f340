using System.Runtime.CompilerServices;

namespace TestKit;

/// <summary>
/// A folder of cases below <c>Cases/</c> of the test project: each case a folder named after what it shows, with text in and text out.
/// With <c>KFT_ACCEPT=1</c> the answers are written down instead of compared; the difference is then read in version control.
/// </summary>
public sealed class CaseFolder
{
    private static readonly bool Accepts = Environment.GetEnvironmentVariable("KFT_ACCEPT") == "1";
    private readonly string _folder;

    /// <param name="subject">Path below <c>Cases/</c>, such as <c>Manifests/Reading</c>.</param>
    /// <param name="caller">Filled in by the compiler: tells the test project.</param>
    public CaseFolder(string subject, [CallerFilePath] string caller = "") =>
        _folder = System.IO.Path.Combine(ProjectOf(caller), "Cases", subject.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>The names of the cases: every folder that holds files.</summary>
    public IEnumerable<string> Names => Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories)
        .Where(folder => Directory.EnumerateFiles(folder).Any())
        .Select(folder => System.IO.Path.GetRelativePath(_folder, folder).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>A file of a case.</summary>
    public string Path(string name, string file = "") => System.IO.Path.Combine(_folder, name, file);

    public string Read(string name, string file) => File.ReadAllText(Path(name, file));

    /// <summary>The files of a case that go in: all but those whose name begins with <c>expected</c>.</summary>
    public IReadOnlyList<string> Inputs(string name) => [.. Directory.EnumerateFiles(Path(name))
        .Where(file => !System.IO.Path.GetFileName(file).StartsWith("expected", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Compares with what is written down in <paramref name="file"/>.</summary>
    public void Expect(string name, string actual, string file = "expected.txt")
    {
        if (Accepts) File.WriteAllText(Path(name, file), actual);
        Assert.Equal(File.Exists(Path(name, file)) ? Read(name, file) : $"(no {file})", actual);
    }

    // The sources, not the copy beside the program: accepting must change what is committed.
    private static string ProjectOf(string caller)
    {
        for (var here = Directory.GetParent(caller); here is not null; here = here.Parent)
        {
            if (here.EnumerateFiles("*.csproj").Any()) return here.FullName;
        }

        throw new InvalidOperationException($"No project above {caller}.");
    }
}
