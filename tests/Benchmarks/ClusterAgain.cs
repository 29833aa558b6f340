namespace KfPipelineTasks.Benchmarks;

/// <summary>Runs with nothing to do, of the engine and of kubectl, in turns on one server; whole processes, reading the YAML included.</summary>
internal sealed class ClusterAgain : IBenchmark
{
    public string Name => "cluster-again";

    public string Description => $"Unchanged apply and plan against kubectl, same objects as cluster-apply; median of {ClusterSubjects.Runs} runs in turns. {ClusterSubjects.ProgramVariable} names a published program to measure as well.";

    public Task RunAsync(TextWriter output) => ClusterSubjects.WithFileAsync(async file =>
    {
        await using var cluster = await BenchCluster.StartAsync(file);
        await ClusterSubjects.EngineAsync(cluster, file, "apply");
        // Objects kubectl has applied once: its second run is the unchanged one.
        await ClusterSubjects.KubectlAsync(cluster, file, ClusterSubjects.Apply);
        var subjects = Subjects(cluster, file).ToList();
        var measured = subjects.Select(_ => new List<Measured>()).ToList();
        for (var run = 0; run < ClusterSubjects.Runs; run++)
        {
            for (var i = 0; i < subjects.Count; i++) measured[i].Add(await subjects[i].Measure());
        }

        var table = new MeasuredTable(output);
        await table.HeadAsync();
        for (var i = 0; i < subjects.Count; i++) await table.RowAsync(subjects[i].What, measured[i]);
    });

    private static IEnumerable<(string What, Func<Task<Measured>> Measure)> Subjects(BenchCluster cluster, string file)
    {
        yield return ("kubectl apply --server-side, unchanged", () => ClusterSubjects.KubectlAsync(cluster, file, ClusterSubjects.Apply));
        yield return ("unchanged apply", () => ClusterSubjects.EngineAsync(cluster, file, "apply"));
        yield return ("kubectl diff --server-side, unchanged", () => ClusterSubjects.KubectlAsync(cluster, file, ClusterSubjects.Diff));
        yield return ("plan, unchanged", () => ClusterSubjects.EngineAsync(cluster, file, "plan"));
        // Its Apply waits until all is ready, which nothing is in a cluster without controllers.
        if (ClusterSubjects.Program is { } program) yield return ("plan, unchanged, the whole program", () => program(cluster, file, "Plan"));
    }
}
