namespace KfPipelineTasks.Benchmarks;

/// <summary>One subject of docs/benchmarks.md. Found by type: a new one needs its file and nothing else.</summary>
internal interface IBenchmark
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in a sentence.</summary>
    string Description { get; }

    /// <summary>Measures, and writes a table as it stands in docs/benchmarks.md.</summary>
    Task RunAsync(TextWriter output);
}
