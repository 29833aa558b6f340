namespace KfPipelineTasks.Model;

/// <summary>The closed list of things that can be said; each form of output decides how.</summary>
public abstract record OutputEvent
{
    private protected OutputEvent()
    {
    }

    /// <summary>A line for people.</summary>
    public sealed record Line(Level Level, string Text, SourcePosition? At = null, string? Next = null) : OutputEvent;

    /// <summary>A task or a step begins; lines up to <see cref="GroupEnd"/> belong to it. Groups do not nest.</summary>
    public sealed record GroupStart(string Title) : OutputEvent;

    public sealed record GroupEnd : OutputEvent;

    /// <summary>One thing was changed (or left as it is).</summary>
    public sealed record Changed(Change Change) : OutputEvent;

    /// <summary>A plan, before or instead of acting.</summary>
    /// <param name="Plan">What is to be done.</param>
    /// <param name="IsBegun">True when it is acted on from here, and single changes are not told again.</param>
    public sealed record Planned(Plan Plan, bool IsBegun = false) : OutputEvent;

    /// <summary>A table for people; JSON forms write its rows as objects.</summary>
    public sealed record TableShown(Table Table) : OutputEvent;

    /// <summary>What is awaited, how long already, what is left and why.</summary>
    public sealed record Awaiting(string What, TimeSpan Elapsed, TimeSpan Deadline, IReadOnlyList<string> Left) : OutputEvent;

    /// <summary>What a look at one object said: it waits for something, became ready, has failed. Told when it differs from the last look.</summary>
    /// <param name="Subject">The object, named as in its <see cref="Change"/>.</param>
    public sealed record Judged(string Subject, Verdict Verdict) : OutputEvent;

    /// <summary>Text we did not write (container logs, events, a tool's output): shown, never interpreted.</summary>
    public sealed record Foreign(string Origin, string Text) : OutputEvent;

    /// <summary>From now on this value must never appear.</summary>
    public sealed record Masked(Secret Secret) : OutputEvent;

    /// <summary>A result that a next step can use: <c>url</c>, <c>changed</c>, <c>plan-file</c>.</summary>
    public sealed record Answer(string Name, string Value) : OutputEvent;
}
