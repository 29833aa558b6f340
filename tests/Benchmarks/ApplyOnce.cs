using System.Diagnostics;
using System.Globalization;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Readiness;

namespace KfPipelineTasks.Benchmarks;

/// <summary>
/// One run of the apply engine in a process of its own, for <see cref="ClusterSubjects"/>: seconds since the process began, of
/// processor time, megabytes at the peak, requests, writes, refused writes.
/// </summary>
internal sealed class ApplyOnce : IBenchmark
{
    public const string CommandName = "cluster-apply-once";
    public const string FileVariable = "KFT_BENCHMARK_FILE";
    public const string KubeconfigVariable = "KFT_BENCHMARK_KUBECONFIG";
    public const string ModeVariable = "KFT_BENCHMARK_MODE";

    public string Name => CommandName;

    public string Description => $"One apply, plan or bare loop ({ModeVariable}) of {FileVariable} on {KubeconfigVariable}; started by cluster-apply, cluster-again and cluster-growth.";

    public async Task RunAsync(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file) return;
        var mode = Environment.GetEnvironmentVariable(ModeVariable);
        var access = Kubeconfig.Read([Environment.GetEnvironmentVariable(KubeconfigVariable)!], YamlDocument.ToJson, TimeProvider.System).Access();
        using var door = new ClusterDoor(access, new DoorOptions { Parallelism = 16 });
        var reading = ManifestReader.ReadAsync([file], null, CancellationToken.None);
        // Reading and asking the server who it is need not wait for each other.
        var pinning = door.PinAsync(CancellationToken.None);
        var kinds = door.Kinds.TableAsync(CancellationToken.None);
        var graph = AdmissionGraph.Build(await reading);
        await pinning;
        await kinds;
        var options = new ApplyOptions { Wait = null, Inventory = new InventoryOptions("bench"), Conflicts = new ConflictRules { ForceAll = true } };
        var engine = new ApplyEngine(door, new ReadinessBook(TimeProvider.System).Judge, Silence.Instance);
        switch (mode)
        {
            case "plan":
                await engine.PlanAsync("bench", graph, options, CancellationToken.None);
                break;
            case "bare":
                await BareLoop.RunAsync(door, graph);
                break;
            default:
                (await engine.ApplyAsync(graph, options, CancellationToken.None)).ThrowIfFailed();
                break;
        }

        using var process = Process.GetCurrentProcess();
        var wall = TimeProvider.System.GetLocalNow().DateTime - process.StartTime;
        var seen = door.Statistics;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{wall.TotalSeconds:0.000} {process.TotalProcessorTime.TotalSeconds:0.000} {process.PeakWorkingSet64 / 1e6:0} {seen.Requests} {seen.Writes} {seen.Refused}"));
    }
}
