namespace KfPipelineTasks.Benchmarks;

/// <summary>The first apply of the engine against kubectl's on the same server; whole processes, reading the YAML included.</summary>
internal sealed class ClusterApply : IBenchmark
{
    public string Name => "cluster-apply";

    public string Description => $"First apply against kubectl: 756 objects (73 definitions, 91 custom resources, 12 MB), every run on a new cluster. {ApplyOnce.KubeconfigVariable} names another cluster than LocalCloud.";

    public Task RunAsync(TextWriter output) => ClusterSubjects.WithFileAsync(async file =>
    {
        var table = new MeasuredTable(output);
        await table.HeadAsync();
        // Two passes take kubectl long enough for one run to tell.
        await table.RowAsync("kubectl apply --server-side, until nothing is refused", await OnNewAsync(file, 1, c => ClusterSubjects.KubectlUntilDoneAsync(c, file)));
        await table.RowAsync("first apply", await OnNewAsync(file, ClusterSubjects.Runs, c => ClusterSubjects.EngineAsync(c, file, "apply")));
        await table.RowAsync("the bare loop, 16 at a time", await OnNewAsync(file, ClusterSubjects.Runs, c => ClusterSubjects.EngineAsync(c, file, "bare")));
    });

    private static async Task<IReadOnlyList<Measured>> OnNewAsync(string file, int runs, Func<BenchCluster, Task<Measured>> measure)
    {
        var measured = new List<Measured>();
        while (measured.Count < runs)
        {
            await using var cluster = await BenchCluster.StartAsync(file);
            measured.Add(await measure(cluster));
        }

        return measured;
    }
}
