using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Build.Output.Report;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>What the forms share: one line at a time, secrets scrubbed, progress told as often as it helps.</summary>
public abstract class FormOutput : IOutput, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TextWriter _writer;
    private readonly SecretScrubber _scrubber;
    private readonly ProgressPace _pace = new();
    private readonly TimeProvider _time;
    private Journal? _journal;
    private bool _isBegun;
    private bool _isClosed;

    /// <param name="writer">Where lines go; stays open.</param>
    /// <param name="scrubber">Shared by everything that writes in this run.</param>
    /// <param name="time">Tells when things happen; the system's clock when null.</param>
    protected FormOutput(TextWriter writer, SecretScrubber scrubber, OutputOptions options, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Record = new RunRecord(_time);
        _writer = writer;
        _scrubber = scrubber;
        Options = options;
    }

    protected OutputOptions Options { get; }

    /// <summary>Everything that was said so far, without secrets.</summary>
    private protected RunRecord Record { get; }

    /// <summary>Where the report is; null while there is none.</summary>
    private protected ReportFiles? Report { get; private set; }

    /// <summary>Folder that gets the report; null: none is written.</summary>
    protected virtual string? ReportFolder => Options.Report;

    public void Write(OutputEvent what)
    {
        lock (_gate)
        {
            Begin();
            _journal?.Write(what);
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

    private void Begin()
    {
        if (_isBegun) return;
        _isBegun = true;
        if (ReportFolder is not { } folder) return;
        _journal = Journal.Open(folder, _scrubber, Options.IsRehearsal, _time);
        if (_journal?.Interrupted is not { } interrupted) return;
        var line = new OutputEvent.Line(Level.Info, interrupted);
        _journal.Write(line);
        Tell(line);
    }

    private void Tell(OutputEvent what)
    {
        var isShown = IsWanted(what) && (what is not OutputEvent.Awaiting awaiting || _pace.IsDue(awaiting));
        var clean = _scrubber.Scrub(what);
        Record.Add(clean);
        if (isShown) Render(clean);
    }

    /// <summary>Tells how the run ended: the last thing that is said.</summary>
    public void End(RunEnd end)
    {
        lock (_gate)
        {
            Record.Add(end);
            _journal?.End(end);
            WriteReport();
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
            _journal?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Writes an event that has no secrets any more.</summary>
    protected abstract void Render(OutputEvent what);

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

    // The run has its result by now; a report that cannot be written does not change it.
    private void WriteReport()
    {
        if (ReportFolder is not { } folder) return;
        try
        {
            Report = Output.Report.ReportFolder.Write(Record, folder, Options.IsRehearsal);
            if (Options.Report is not null) Render(new OutputEvent.Line(Level.Info, $"The report is in {Report.Page}."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Render(new OutputEvent.Line(Level.Warning, $"The report could not be written to {folder}: {e.Message}", Next: "Name a folder that can be written (--report)."));
        }
    }

    private static Level Weight(OutputEvent what) => what switch
    {
        OutputEvent.Line line => line.Level,
        OutputEvent.Changed { Change.Outcome: Outcome.Unchanged } or OutputEvent.Judged => Level.Detail,
        OutputEvent.Changed { Change.Outcome: Outcome.Blocked } => Level.Error,
        OutputEvent.Changed or OutputEvent.GroupStart or OutputEvent.GroupEnd or OutputEvent.Awaiting or OutputEvent.Foreign => Level.Info,
        // Somebody asked for these.
        _ => Level.Error,
    };
}
