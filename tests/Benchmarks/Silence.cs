using KfPipelineTasks.Model;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Output of a measured run: none.</summary>
internal sealed class Silence : IOutput
{
    public static Silence Instance { get; } = new();

    public void Write(OutputEvent what)
    {
    }
}
