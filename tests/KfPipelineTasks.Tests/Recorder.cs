using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests;

/// <summary>Remembers everything that was said.</summary>
internal sealed class Recorder : IOutput
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
