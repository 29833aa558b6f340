using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>What the forms share: one line at a time, secrets scrubbed, progress told as often as it helps.</summary>
public abstract class FormOutput : IOutput, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TextWriter _writer;
    private readonly SecretScrubber _scrubber;
    private readonly ProgressPace _pace = new();
    private bool _isClosed;

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
            if (what is OutputEvent.Masked masked)
            {
                Mask(masked.Secret);
                _scrubber.Add(masked.Secret);
            }
            else
            {
                Tell(what);
            }

            Send(_writer.Flush);
        }
    }

    private void Tell(OutputEvent what)
    {
        var isShown = IsWanted(what) && (what is not OutputEvent.Awaiting awaiting || _pace.IsDue(awaiting));
        if (!isShown && !KeepsAll) return;
        var clean = _scrubber.Scrub(what);
        Keep(clean);
        if (isShown) Render(clean);
    }

    /// <summary>Tells how the run ended: the last thing that is said.</summary>
    public void End(RunEnd end)
    {
        lock (_gate)
        {
            Render(end);
            Send(_writer.Flush);
        }
    }

    /// <summary>Writes what can only be written at the end of a run.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Dispose(true);
            Send(_writer.Flush);
        }

        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Writes an event that has no secrets any more.</summary>
    protected abstract void Render(OutputEvent what);

    /// <summary>True when <see cref="Keep"/> wants to know also what is not shown.</summary>
    protected virtual bool KeepsAll => false;

    /// <summary>Remembers an event, which has no secrets any more, for the end of the run.</summary>
    protected virtual void Keep(OutputEvent what)
    {
    }

    /// <summary>Writes what a form has to say about the end; most have nothing to add.</summary>
    protected virtual void Render(RunEnd end)
    {
    }

    /// <summary>Tells the reader of the output, too, that a value is secret. Called before the scrubber knows it.</summary>
    protected virtual void Mask(Secret secret)
    {
    }

    /// <summary>Writes one line.</summary>
    protected void Line(string text) => Send(() =>
    {
        _writer.Write(text);
        _writer.Write('\n');
    });

    /// <summary>True when an event of this weight is shown.</summary>
    protected virtual bool IsWanted(OutputEvent what) => Weight(what) >= Options.Threshold;

    // Whoever read along may have gone (| head) or never been there (>&-): a deployment is not given up for that, it goes on unheard.
    private void Send(Action act)
    {
        if (_isClosed) return;
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _isClosed = true;
        }
    }

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
