using System.Diagnostics;
using System.Globalization;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;

namespace KfPipelineTasks.Benchmarks;

/// <summary>One reading, for <see cref="ReadManifests"/>: milliseconds since the process began, milliseconds for the graph, of processor time, and megabytes at the peak.</summary>
internal sealed class ReadManifestsOnce : IBenchmark
{
    public const string CommandName = "read-manifests-once";
    public const string FileVariable = "KFT_BENCHMARK_FILE";

    public string Name => CommandName;

    public string Description => $"One cold reading of the file that {FileVariable} names; started by read-manifests.";

    public async Task RunAsync(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file) return;
        var resources = await ManifestReader.ReadAsync([file], null, CancellationToken.None);
        using var process = Process.GetCurrentProcess();
        var read = TimeProvider.System.GetLocalNow().DateTime - process.StartTime;
        var processor = process.TotalProcessorTime;
        var peak = process.PeakWorkingSet64;
        var start = Stopwatch.GetTimestamp();
        var graph = AdmissionGraph.Build(resources);
        var took = Stopwatch.GetElapsedTime(start);
        if (graph.Nodes.Count != resources.Count) throw new InvalidOperationException("The graph has lost objects.");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{read.TotalMilliseconds:0} {took.TotalMilliseconds:0} {processor.TotalMilliseconds:0} {peak / 1e6:0}"));
    }
}
