using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>What the forms share: one line at a time, secrets scrubbed, progress told as often as it helps.</summary>
public abstract class FormOutput : IOutput, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TextWriter _writer;
    private readonly SecretScrubber _scrubber;
    private readonly ProgressPace _pace = new();

    /// <param name="writer">Where lines go; stays open.</param>
    /// <param name="scrubber">Shared by everything that writes in this run.</param>
    protected FormOutput(TextWriter writer, SecretScrubber scrubber, OutputOptions options)
    {
        _writer = writer;
        _scrubber = scrubber;
        Options = options;
    }

    protected OutputOptions Options { get; }

    public void Write(OutputEvent what)
    {
        lock (_gate)
        {
            if (what is OutputEvent.Awaiting awaiting && !_pace.IsDue(awaiting)) return;
            if (what is OutputEvent.Masked masked)
            {
                Mask(masked.Secret);
                _scrubber.Add(masked.Secret);
            }
            else if (IsWanted(what))
            {
                Render(_scrubber.Scrub(what));
            }

            _writer.Flush();
        }
    }

    /// <summary>Writes what can only be written at the end of a run.</summary>
    public void Dispose()
    {
        lock (_gate) Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Writes an event that has no secrets any more.</summary>
    protected abstract void Render(OutputEvent what);

    /// <summary>Tells the reader of the output, too, that a value is secret. Called before the scrubber knows it.</summary>
    protected virtual void Mask(Secret secret)
    {
    }

    /// <summary>Writes one line.</summary>
    protected void Line(string text)
    {
        _writer.Write(text);
        _writer.Write('\n');
    }

    /// <summary>True when an event of this weight is shown.</summary>
    protected virtual bool IsWanted(OutputEvent what) => Weight(what) >= Options.Threshold;

    private static Level Weight(OutputEvent what) => what switch
    {
        OutputEvent.Line line => line.Level,
        OutputEvent.Changed { Change.Outcome: Outcome.Unchanged } => Level.Detail,
        OutputEvent.Changed { Change.Outcome: Outcome.Blocked } => Level.Error,
        OutputEvent.Changed or OutputEvent.GroupStart or OutputEvent.GroupEnd or OutputEvent.Awaiting or OutputEvent.Foreign => Level.Info,
        // Somebody asked for these.
        _ => Level.Error,
    };
}
