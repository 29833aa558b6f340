using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>Remembers everything that was said, with its time and task: the raw material of the report, and of tests. Secrets are scrubbed before they are remembered.</summary>
public sealed class CollectingOutput(SecretScrubber scrubber, TimeProvider? time = null) : IOutput
{
    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _events = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private string? _task;

    /// <summary>A copy of what was said so far, in order.</summary>
    public IReadOnlyList<RecordedEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public void Write(OutputEvent what)
    {
        lock (_gate)
        {
            if (what is OutputEvent.GroupStart start) _task = start.Title;
            if (what is OutputEvent.Masked masked) scrubber.Add(masked.Secret);
            else _events.Add(new RecordedEvent(_time.GetUtcNow(), _task, scrubber.Scrub(what)));
            if (what is OutputEvent.GroupEnd) _task = null;
        }
    }
}
