using System.Text.Json;
using KfPipelineTasks.Build.Output;
using TestKit;

namespace Build.Tests.Output;

/// <summary>
/// A folder per case under Cases/Output: <c>events.json</c> is what is said, the other files are what each form makes of it: <c>console.txt</c>,
/// <c>github.txt</c>, <c>json.txt</c>, and the job's <c>outputs.txt</c> and <c>summary.md</c>. <c>KFT_ACCEPT=1</c> writes them.
/// </summary>
public sealed class OutputCaseTests : IDisposable
{
    private static readonly CaseFolder Folder = new("Output");
    private readonly DirectoryInfo _job = Directory.CreateTempSubdirectory("kft-output-");

    public static TheoryData<string> Cases => [.. Folder.Names];

    public void Dispose() => _job.Delete(recursive: true);

    [Theory, MemberData(nameof(Cases))]
    public void The_console_says_what_is_committed(string name) =>
        Compare(name, "console.txt", Say(name, (writer, options) => new ConsoleOutput(writer, new SecretScrubber(), options)));

    [Theory, MemberData(nameof(Cases))]
    public void Programs_read_what_is_committed(string name) =>
        Compare(name, "json.txt", Say(name, (writer, options) => new JsonLinesOutput(writer, new SecretScrubber(), options, new StoppedClock())));

    [Theory, MemberData(nameof(Cases))]
    public void A_job_of_github_gets_what_is_committed(string name)
    {
        var files = new GitHubFiles(Path.Combine(_job.FullName, "output"), Path.Combine(_job.FullName, "summary"), "/workspace");
        var count = 0;
        var log = Say(name, (writer, options) => new GitHubOutput(writer, new SecretScrubber(), options, files, () => $"random-{++count}", new StoppedClock()));
        Compare(name, "github.txt", log);
        Compare(name, "outputs.txt", File.Exists(files.Output) ? File.ReadAllText(files.Output) : "");
        Compare(name, "summary.md", File.Exists(files.Summary) ? File.ReadAllText(files.Summary) : "");
    }

    private static string Say(string name, Func<TextWriter, OutputOptions, FormOutput> make)
    {
        using var json = JsonDocument.Parse(Folder.Read(name, "events.json"));
        var writer = new StringWriter();
        using (var output = make(writer, CaseEvents.Options(json.RootElement)))
        {
            foreach (var what in CaseEvents.Read(json.RootElement)) output.Write(what);
            if (CaseEvents.End(json.RootElement) is { } end) output.End(end);
        }

        return writer.ToString();
    }

    // What a form does not write has no file.
    private static void Compare(string name, string file, string actual)
    {
        if (actual.Length > 0) Folder.Expect(name, actual, file);
        else Assert.False(File.Exists(Folder.Path(name, file)), $"{file} is committed, and nothing was written.");
    }
}
