using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>Keeps what was said.</summary>
internal sealed class Collected : IOutput
{
    private readonly Lock _gate = new();
    private readonly List<OutputEvent> _events = [];

    public IReadOnlyList<OutputEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public void Write(OutputEvent what)
    {
        lock (_gate) _events.Add(what);
    }
}
