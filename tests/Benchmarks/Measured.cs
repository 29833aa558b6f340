namespace KfPipelineTasks.Benchmarks;

/// <summary>One run of one subject.</summary>
/// <param name="Wall">Seconds by the clock.</param>
/// <param name="Processor">Seconds of processor time of the client.</param>
/// <param name="More">Whatever else there is to say.</param>
internal sealed record Measured(double Wall, double Processor, string More = "")
{
    /// <summary>Memory at the peak; 0 when it was not measured.</summary>
    public double Megabytes { get; init; }
}
