using System.Diagnostics;
using System.Globalization;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Reading and checking settings inside a process: the first time pays for compilation, the following ones for the work.</summary>
internal sealed class Settings : IBenchmark
{
    private const int Runs = 200;

    public string Name => "settings";

    public string Description => $"Reading the built-in sample and checking it offline: the first time in a process, and the median of {Runs} more.";

    public async Task RunAsync(TextWriter output)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var first = Measure();
        process.Refresh();
        var work = process.TotalProcessorTime - before;
        var rest = Enumerable.Range(0, Runs).Select(_ => Measure()).Order().ToList();
        await output.WriteLineAsync("| reading and checking | time |\n| --- | --- |");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| first in the process | {first.TotalMilliseconds:0} ms ({work.TotalMilliseconds:0} ms of processor time) |"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| median of {Runs} more | {rest[Runs / 2].TotalMilliseconds:0.00} ms |"));
    }

    private static TimeSpan Measure()
    {
        var start = Stopwatch.GetTimestamp();
        var reading = SettingsReader.Read(new SettingsRequest
        {
            Arguments = ArgumentList.FromWords(["--target=Validate", "--cloud=local"]),
            WorkingDirectory = Path.GetTempPath(),
        });
        var problems = new Problems();
        OfflineChecks.Check(reading, problems);
        problems.ThrowIfAny();
        return Stopwatch.GetElapsedTime(start);
    }
}
