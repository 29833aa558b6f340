using System.Globalization;

namespace KfPipelineTasks.Benchmarks;

/// <summary>How the engine's time grows with the number of objects.</summary>
internal sealed class ClusterGrowth : IBenchmark
{
    public string Name => "cluster-growth";

    public string Description => "First and unchanged apply of 1,000 and 10,000 objects; one run each.";

    public Task RunAsync(TextWriter output) => ClusterSubjects.WithFileAsync(async file =>
    {
        await output.WriteLineAsync("| objects | first apply | unchanged apply | CPU of both | peak memory |\n|---:|---:|---:|---:|---:|");
        foreach (var objects in new[] { 1_000, 10_000 })
        {
            await File.WriteAllTextAsync(file, ClusterSubjects.Bundle(objects));
            await using var cluster = await BenchCluster.StartAsync(file);
            var first = await ClusterSubjects.EngineAsync(cluster, file, "apply");
            var again = await ClusterSubjects.EngineAsync(cluster, file, "apply");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {objects:N0} | {first.Wall:0.0} s | {again.Wall:0.0} s | {first.Processor:0.0} s, {again.Processor:0.0} s | {Math.Max(first.Megabytes, again.Megabytes):0} MB |"));
        }
    });
}
