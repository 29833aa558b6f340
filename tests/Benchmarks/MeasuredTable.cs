using System.Globalization;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Rows of subjects, each compared with the last kubectl above it.</summary>
internal sealed class MeasuredTable(TextWriter output)
{
    private Measured? _kubectl;

    public Task HeadAsync() => output.WriteLineAsync("| what | runs | wall s | client CPU s | against kubectl | requests, writes, refused |\n|---|---:|---:|---:|---:|---|");

    /// <summary>Tells the median of some runs.</summary>
    public async Task RowAsync(string what, IReadOnlyList<Measured> runs)
    {
        var (wall, processor) = (Median(runs, r => r.Wall), Median(runs, r => r.Processor));
        var isKubectl = what.StartsWith("kubectl", StringComparison.Ordinal);
        if (isKubectl) _kubectl = new Measured(wall, processor);
        var ratio = isKubectl || _kubectl is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{wall / _kubectl.Wall:0.000} x (CPU {processor / _kubectl.Processor:0.00} x)");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {what} | {runs.Count} | {wall:0.00} | {processor:0.00} | {ratio} | {runs[^1].More} |"));
    }

    private static double Median(IReadOnlyList<Measured> runs, Func<Measured, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
}
