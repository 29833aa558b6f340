using System.Diagnostics;
using System.Globalization;
using LocalCloud.Host;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;
using TestKit;

namespace KfPipelineTasks.Benchmarks;

/// <summary>
/// Deploys the real package into an empty project of a cloud where nothing takes time: what is left is the program's own work and the
/// cloud's. The package is rendered beforehand; the program is a process of its own, the cloud is this one.
/// </summary>
internal sealed class Deploy : IBenchmark
{
    private const int Runs = 3;

    private const string Empty = """
        durations: {like: none}
        projects:
        - id: kubeflow-rehearsal
          number: "123456789012"
          policy: [{role: roles/owner, members: ["user:owner@example.com"]}]
        """;

    private static readonly string Program = Environment.GetEnvironmentVariable(ClusterSubjects.ProgramVariable) ?? Path.Combine(
        SharedData.Repository, "build", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "kf-pipeline-tasks.dll");

    public string Name => "deploy";

    public string Description => $"Deploys the real package into an empty project where nothing takes time, after rendering; medians of {Runs}.";

    public async Task RunAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("deploy-benchmark-");
        try
        {
            if (RealPackage.Unpack(folder.FullName) is { } package) await MeasureAsync(package, folder.FullName, output);
            else await output.WriteLineAsync("The real package is not here.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string package, string folder, TextWriter output)
    {
        var rows = new (string What, List<(TimeSpan Wall, long Requests)> Found)[] { ("Deploy into an empty project", []), ("Deploy again, nothing to do", []), ("Deploy --plan, nothing to do", []) };
        // Once more than is counted: the first fills the package in and renders it.
        for (var run = 0; run <= Runs; run++)
        {
            await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Scenario = ScenarioFile.Parse("empty", Empty), Simulation = new SimulationOptions { Delays = ClusterDelays.None } });
            for (var row = 0; row < rows.Length; row++)
            {
                var found = await OnceAsync(cloud, package, folder, row == 2 ? ["--plan"] : []);
                if (run > 0) rows[row].Found.Add(found);
            }
        }

        await output.WriteLineAsync("| the real package, rendered | median | fastest | slowest | requests |\n|---|---:|---:|---:|---:|");
        foreach (var (what, found) in rows)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {what} | {Median(found.Select(f => f.Wall)):0.0} s | {found.Min(f => f.Wall).TotalSeconds:0.0} s | {found.Max(f => f.Wall).TotalSeconds:0.0} s | {found[0].Requests} |"));
        }
    }

    private static async Task<(TimeSpan Wall, long Requests)> OnceAsync(LocalCloudServer cloud, string package, string folder, IReadOnlyList<string> words)
    {
        string[] program = Program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", Program] : [Program];
        var start = new ProcessStartInfo(program[0], [.. program[1..], "--target=Deploy", $"--package={package}", "--cloud=local", $"--local-cloud={cloud.GoogleAddress}", $"--render-cache-directory={Path.Combine(folder, "rendered")}", .. words])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        // The program refuses variables of its own kind that it does not know.
        start.Environment.Remove(ClusterSubjects.ProgramVariable);
        start.Environment.Remove("KFT_BENCHMARK_RUNS");
        var before = cloud.Requests.Last;
        var clock = Stopwatch.StartNew();
        using var child = Process.Start(start)!;
        var said = await Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
        if (child.ExitCode != 0) throw new InvalidOperationException($"Deploy ended with {child.ExitCode}:\n{string.Concat(said)}");
        return (clock.Elapsed, cloud.Requests.Last - before);
    }

    private static double Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(Runs / 2).TotalSeconds;
}
