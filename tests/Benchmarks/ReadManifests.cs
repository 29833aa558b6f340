using System.Diagnostics;
using System.Globalization;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Reading manifests in a process of its own, from its start to the last object: what a run of the program pays.</summary>
internal sealed class ReadManifests : IBenchmark
{
    private const int Runs = 9;

    public string Name => "read-manifests";

    public string Description => $"Reading 664 objects (12 MB of YAML), and their graph, from a cold process; median of {Runs} processes.";

    public async Task RunAsync(TextWriter output)
    {
        var file = Path.Combine(Path.GetTempPath(), $"bundle-{Environment.ProcessId}.yaml");
        try
        {
            await output.WriteLineAsync("| objects | YAML | from start of process to all read | then the graph | processor time | peak memory |\n|---:|---:|---:|---:|---:|---:|");
            foreach (var objects in new[] { 664, 10_000 })
            {
                await File.WriteAllTextAsync(file, SampleBundle.Yaml(objects));
                var runs = new List<double[]>();
                for (var run = 0; run < Runs; run++) runs.Add(await ChildAsync(file));
                var median = Enumerable.Range(0, 4).Select(i => runs.Select(figures => figures[i]).Order().ElementAt(Runs / 2)).ToList();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"| {objects:N0} | {new FileInfo(file).Length / 1e6:0.0} MB | {median[0]:0} ms | {median[1]:0} ms | {median[2]:0} ms | {median[3]:0} MB |"));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<double[]> ChildAsync(string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        // "dotnet run" starts the program itself; "dotnet Benchmarks.dll" starts dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ReadManifests).Assembly.Location);
        start.ArgumentList.Add(ReadManifestsOnce.CommandName);
        start.Environment[ReadManifestsOnce.FileVariable] = file;
        // As build/Build.csproj sets it for the program.
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var child = Process.Start(start)!;
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        return [.. lines[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }
}
