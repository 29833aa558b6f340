using System.Text.RegularExpressions;
using TestKit;

namespace Build.Tests.Program;

/// <summary>What is asked wrongly: told all at once, with exit code 2, before anything is written.</summary>
public sealed partial class BadInputTests : IDisposable
{
    private static readonly CaseFolder Cases = new("BadInput");
    private static readonly string[] NotCopied = ["arguments.txt", "environment.txt", "expected.txt"];

    private readonly ProgramRun _run = new();

    public static TheoryData<string> All => [.. Cases.Names.Select(name => name.Split('/')[0]).Distinct()];

    public void Dispose() => _run.Dispose();

    [Theory, MemberData(nameof(All))]
    public void It_is_told_before_the_first_write(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Cases.Path(name), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Cases.Path(name), file)).Except(NotCopied))
            _run.Write(file, Cases.Read(name, file));
        if (File.Exists(Cases.Path(name, "environment.txt")))
        {
            foreach (var line in File.ReadLines(Cases.Path(name, "environment.txt"))) _run.Environment[line.Split('=')[0]] = line.Split('=', 2)[1];
        }

        var code = _run.Of([.. File.ReadLines(Cases.Path(name, "arguments.txt"))]);
        Cases.Expect(name, Errors());
        Assert.Equal(2, code);
        Assert.DoesNotMatch(Written(), _run.Said);
    }

    // What went well before, and how long it took, is not the matter here.
    private string Errors() => string.Concat(_run.Said.Replace(_run.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(_run.Folder, ".", StringComparison.Ordinal)
        .Split('\n').SkipWhile(line => !line.Contains("error:", StringComparison.Ordinal)).Where(line => line.Length > 0).Select(line => Changing().Replace(line, "$1 ...") + "\n"));

    [GeneratedRegex(@" (created|configured|replaced)( \(|\n)", RegexOptions.None, 1000)]
    private static partial Regex Written();

    // The UID of a rehearsed cluster, and what a system calls a refused connection.
    [GeneratedRegex(@"(kube-system|Connection refused|No connection could be made) [^)]*", RegexOptions.None, 1000)]
    private static partial Regex Changing();
}
