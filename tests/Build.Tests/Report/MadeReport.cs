using System.Text.Json;
using Build.Tests.Output;
using KfPipelineTasks.Build.Hosting;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;

namespace Build.Tests.Report;

/// <summary>A report in a folder of its own, made as a run makes it: by an output that was told events.</summary>
internal sealed class MadeReport : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kft-report-");

    public MadeReport(IEnumerable<(double After, OutputEvent What)> events, RunEnd end, bool isRehearsal = false)
    {
        var clock = new SteppedClock();
        using var output = new ConsoleOutput(TextWriter.Null, new SecretScrubber(), new OutputOptions { Report = Path.Combine(_folder.FullName, "made", "here"), IsRehearsal = isRehearsal }, clock);
        foreach (var (after, what) in events)
        {
            clock.Advance(after);
            output.Write(what);
        }

        output.End(end);
    }

    /// <summary>Path of the page.</summary>
    public string PagePath => Path.Combine(_folder.FullName, "made", "here", "report.html");

    public string Page => File.ReadAllText(PagePath);

    /// <summary>The data; the version, which every release changes, is 0.0.0.</summary>
    public string Data => File.ReadAllText(Path.ChangeExtension(PagePath, ".json")).Replace($"\"version\": \"{ProgramVersion.Number}\"", "\"version\": \"0.0.0\"", StringComparison.Ordinal);

    public static MadeReport OfCase(string events)
    {
        using var json = JsonDocument.Parse(events);
        return new MadeReport(CaseEvents.ReadTimed(json.RootElement), CaseEvents.End(json.RootElement)!, CaseEvents.Options(json.RootElement).IsRehearsal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
