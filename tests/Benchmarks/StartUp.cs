using System.Diagnostics;
using TestKit;

namespace KfPipelineTasks.Benchmarks;

/// <summary>From the start of the process to its end, as a step of a workflow pays for it.</summary>
internal sealed class StartUp : IBenchmark
{
    private const int Runs = 15;

    private static readonly string Program = Path.Combine(
        SharedData.Repository, "build", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", OperatingSystem.IsWindows() ? "kf-pipeline-tasks.exe" : "kf-pipeline-tasks");

    public string Name => "start-up";

    public string Description => $"Wall-clock time of a whole process, {Runs} runs after one to warm up the file cache.";

    public async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("| command | median | fastest | slowest |");
        await output.WriteLineAsync("|---|---:|---:|---:|");
        await MeasureAsync(output, "kf-pipeline-tasks --tree", Program, "--tree");
        await MeasureAsync(output, "kf-pipeline-tasks --dryrun", Program, "--dryrun");
        await MeasureAsync(output, "kf-pipeline-tasks --description", Program, "--description");
        await MeasureAsync(output, "kf-pipeline-tasks --target=Validate --cloud=local", Program, "--target=Validate", "--cloud=local");
        await MeasureAsync(output, "dotnet cake --dryrun", "dotnet", "cake", "--dryrun");
        await MeasureAsync(output, "dotnet cake --dryrun --invalidate-script-cache", "dotnet", "cake", "--dryrun", "--invalidate-script-cache");
    }

    private static async Task MeasureAsync(TextWriter output, string command, string file, params string[] arguments)
    {
        await OnceAsync(file, arguments);
        var times = new List<TimeSpan>();
        for (var run = 0; run < Runs; run++)
        {
            times.Add(await OnceAsync(file, arguments));
        }

        times.Sort();
        await output.WriteLineAsync($"| `{command}` | {Text(times[Runs / 2])} | {Text(times[0])} | {Text(times[^1])} |");
    }

    private static async Task<TimeSpan> OnceAsync(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = SharedData.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? clock.Elapsed
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Concat(said)}");
    }

    private static string Text(TimeSpan time) => $"{time.TotalSeconds:0.00} s";
}
