using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>Says everything to several outputs, in their order.</summary>
public sealed class TeeOutput(params IReadOnlyList<IOutput> outputs) : IOutput
{
    private readonly IReadOnlyList<IOutput> _outputs = outputs;

    public void Write(OutputEvent what)
    {
        foreach (var output in _outputs) output.Write(what);
    }
}
