using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KfPipelineTasks.Benchmarks;

/// <summary>The apply engine against kubectl on the same server: first apply, unchanged apply, plan; whole processes, reading the YAML included.</summary>
internal sealed class ClusterApply : IBenchmark
{
    private static readonly int Runs = Environment.GetEnvironmentVariable("KFT_BENCHMARK_RUNS") is { } runs ? int.Parse(runs, CultureInfo.InvariantCulture) : 3;

    public string Name => "cluster-apply";

    public string Description => $"The apply engine against kubectl, 756 objects (73 definitions, 91 custom resources, 12 MB); median of {Runs} runs. {ApplyOnce.KubeconfigVariable} names another cluster than LocalCloud.";

    public async Task RunAsync(TextWriter output)
    {
        var file = Path.Combine(Path.GetTempPath(), $"apply-{Environment.ProcessId}.yaml");
        try
        {
            await File.WriteAllTextAsync(file, Bundle(664));
            var rows = new List<(string What, double Wall, double Processor, string More)>();
            foreach (var (what, measure) in Subjects(file))
            {
                var runs = new List<(double Wall, double Processor, string More)>();
                for (var run = 0; run < Runs; run++) runs.Add(await measure());
                var middle = runs.OrderBy(r => r.Wall).ElementAt(Runs / 2);
                rows.Add((what, middle.Wall, middle.Processor, middle.More));
            }

            await TellAsync(output, rows);
            await GrowthAsync(output, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<(string, Func<Task<(double, double, string)>>)> Subjects(string file)
    {
        yield return ("kubectl apply --server-side, until nothing is refused", () => OnNewAsync(file, c => KubectlUntilDoneAsync(c, file)));
        yield return ("first apply", () => OnNewAsync(file, c => OursAsync(c, file, "apply")));
        yield return ("the bare loop, 16 at a time", () => OnNewAsync(file, c => OursAsync(c, file, "bare")));
        yield return ("kubectl apply --server-side, unchanged", () => OnFilledAsync(file, c => KubectlAsync(c, "apply", "--server-side", "--force-conflicts", "-f", file)));
        yield return ("unchanged apply", () => OnFilledAsync(file, c => OursAsync(c, file, "apply")));
        yield return ("kubectl diff --server-side, unchanged", () => OnFilledAsync(file, c => KubectlAsync(c, "diff", "--server-side", "--force-conflicts", "-f", file)));
        yield return ("plan, unchanged", () => OnFilledAsync(file, c => OursAsync(c, file, "plan")));
    }

    private static async Task TellAsync(TextWriter output, List<(string What, double Wall, double Processor, string More)> rows)
    {
        await output.WriteLineAsync("| what | wall s | client CPU s | against kubectl | requests, writes, refused |\n|---|---:|---:|---:|---|");
        var kubectl = rows[0];
        foreach (var row in rows)
        {
            if (row.What.StartsWith("kubectl", StringComparison.Ordinal)) kubectl = row;
            var ratio = row == kubectl ? "" : string.Create(CultureInfo.InvariantCulture, $"{row.Wall / kubectl.Wall:0.00} x (CPU {row.Processor / kubectl.Processor:0.00} x)");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {row.What} | {row.Wall:0.00} | {row.Processor:0.00} | {ratio} | {row.More} |"));
        }
    }

    private static async Task GrowthAsync(TextWriter output, string file)
    {
        await output.WriteLineAsync("\n| objects | first apply | unchanged apply | peak memory |\n|---:|---:|---:|---:|");
        foreach (var objects in new[] { 1_000, 10_000 })
        {
            await File.WriteAllTextAsync(file, Bundle(objects));
            await using var cluster = await BenchCluster.StartAsync(file);
            var first = await ChildAsync(cluster, file, "apply");
            var again = await ChildAsync(cluster, file, "apply");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {objects:N0} | {first[0]:0.0} s | {again[0]:0.0} s | {Math.Max(first[2], again[2]):0} MB |"));
        }
    }

    private static async Task<(double, double, string)> OnNewAsync(string file, Func<BenchCluster, Task<(double, double, string)>> measure)
    {
        await using var cluster = await BenchCluster.StartAsync(file);
        return await measure(cluster);
    }

    private static Task<(double, double, string)> OnFilledAsync(string file, Func<BenchCluster, Task<(double, double, string)>> measure) => OnNewAsync(file, async cluster =>
    {
        await ChildAsync(cluster, file, "apply");
        // Objects kubectl has applied once: its second run is the unchanged one.
        await KubectlAsync(cluster, "apply", "--server-side", "--force-conflicts", "-f", file);
        await ChildAsync(cluster, file, "apply");
        return await measure(cluster);
    });

    private static async Task<(double, double, string)> KubectlUntilDoneAsync(BenchCluster cluster, string file)
    {
        var (wall, processor, passes) = (0.0, 0.0, 0);
        for (var code = 1; code != 0 && passes < 5; passes++)
        {
            var run = await Command.RunAsync("kubectl", cluster.Kubeconfig, ["apply", "--server-side", "--force-conflicts", "-f", file]);
            (wall, processor, code) = (wall + run.Wall, processor + run.Processor, run.Code);
        }

        return (wall, processor, $"{passes} passes");
    }

    private static async Task<(double, double, string)> KubectlAsync(BenchCluster cluster, params string[] words)
    {
        var run = await Command.RunAsync("kubectl", cluster.Kubeconfig, words);
        return (run.Wall, run.Processor, "");
    }

    private static async Task<(double, double, string)> OursAsync(BenchCluster cluster, string file, string mode)
    {
        var figures = await ChildAsync(cluster, file, mode);
        return (figures[0], figures[1], $"{figures[3]:0}, {figures[4]:0}, {figures[5]:0}");
    }

    private static async Task<double[]> ChildAsync(BenchCluster cluster, string file, string mode)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        // "dotnet run" starts the program itself; "dotnet Benchmarks.dll" starts dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ClusterApply).Assembly.Location);
        start.ArgumentList.Add(ApplyOnce.CommandName);
        start.Environment[ApplyOnce.FileVariable] = file;
        start.Environment[ApplyOnce.KubeconfigVariable] = cluster.Kubeconfig;
        start.Environment[ApplyOnce.ModeVariable] = mode;
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var child = Process.Start(start)!;
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        return [.. lines[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }

    /// <summary>The sample bundle, its namespace, and 91 custom resources of 20 of its kinds.</summary>
    private static string Bundle(int objects)
    {
        var text = new StringBuilder(SampleBundle.Yaml(objects));
        text.Append("\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: kubeflow}}\n");
        for (var i = 0; i < 91; i++) text.Append(CultureInfo.InvariantCulture, $"---\n{{apiVersion: example.com/v1, kind: Kind{i % 20}, metadata: {{name: custom{i}, namespace: kubeflow}}}}\n");
        return text.ToString();
    }
}
