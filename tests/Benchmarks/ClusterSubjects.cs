using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KfPipelineTasks.Benchmarks;

/// <summary>What the benchmarks of the apply engine have in common: the objects, and ways to run the engine and kubectl on them, each in a process of its own.</summary>
internal static class ClusterSubjects
{
    /// <summary>Names a published <c>kf-pipeline-tasks</c>, to measure what users run and not only the engine in it.</summary>
    public const string ProgramVariable = "KFT_BENCHMARK_PROGRAM";

    /// <summary>Runs of which the median is told.</summary>
    public static readonly int Runs = Environment.GetEnvironmentVariable("KFT_BENCHMARK_RUNS") is { } runs ? int.Parse(runs, CultureInfo.InvariantCulture) : 3;

    public static readonly string[] Apply = ["apply", "--server-side", "--force-conflicts", "-f"];
    public static readonly string[] Diff = ["diff", "--server-side", "--force-conflicts", "-f"];

    /// <summary>Writes the objects into a file and forgets it afterwards.</summary>
    public static async Task WithFileAsync(Func<string, Task> work)
    {
        var file = Path.Combine(Path.GetTempPath(), $"apply-{Environment.ProcessId}.yaml");
        try
        {
            await File.WriteAllTextAsync(file, Bundle(664));
            await work(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The sample bundle, its namespace, and 91 custom resources of 20 of its kinds.</summary>
    public static string Bundle(int objects)
    {
        var text = new StringBuilder(SampleBundle.Yaml(objects));
        text.Append("\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: kubeflow}}\n");
        for (var i = 0; i < 91; i++) text.Append(CultureInfo.InvariantCulture, $"---\n{{apiVersion: example.com/v1, kind: Kind{i % 20}, metadata: {{name: custom{i}, namespace: kubeflow}}}}\n");
        return text.ToString();
    }

    public static async Task<Measured> KubectlAsync(BenchCluster cluster, string file, string[] words)
    {
        var run = await Command.RunAsync("kubectl", cluster.Kubeconfig, [.. words, file]);
        return new Measured(run.Wall, run.Processor);
    }

    public static async Task<Measured> KubectlUntilDoneAsync(BenchCluster cluster, string file)
    {
        var (wall, processor, passes) = (0.0, 0.0, 0);
        for (var code = 1; code != 0 && passes < 5; passes++)
        {
            var run = await Command.RunAsync("kubectl", cluster.Kubeconfig, [.. Apply, file]);
            (wall, processor, code) = (wall + run.Wall, processor + run.Processor, run.Code);
        }

        return new Measured(wall, processor, $"{passes} passes");
    }

    /// <summary>The engine alone.</summary>
    /// <param name="mode">As <see cref="ApplyOnce"/> knows it.</param>
    public static async Task<Measured> EngineAsync(BenchCluster cluster, string file, string mode)
    {
        var figures = await ChildAsync(cluster, file, mode);
        return new Measured(figures[0], figures[1], $"{figures[3]:0}, {figures[4]:0}, {figures[5]:0}") { Megabytes = figures[2] };
    }

    /// <summary>The published program, from its command line to its exit code; null when none is named.</summary>
    public static Func<BenchCluster, string, string, Task<Measured>>? Program => Environment.GetEnvironmentVariable(ProgramVariable) is not { Length: > 0 } program ? null : async (cluster, file, target) =>
    {
        var run = await Command.RunAsync(program, cluster.Kubeconfig, [$"--target={target}", $"-f={file}", $"--kubeconfig={cluster.Kubeconfig}", "--inventory=bench", "--force-conflicts"]);
        return new Measured(run.Wall, run.Processor, $"exit code {run.Code}");
    };

    private static async Task<double[]> ChildAsync(BenchCluster cluster, string file, string mode)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        // "dotnet run" starts the program itself; "dotnet Benchmarks.dll" starts dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ClusterSubjects).Assembly.Location);
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
}
