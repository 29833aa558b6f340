using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>
/// Decides which progress lines are worth a line: the first one, every one after something settled (at most one in five seconds), and a
/// reminder every half minute. Goes by the time the waiting itself reports.
/// </summary>
public sealed class ProgressPace
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, (TimeSpan Elapsed, int Left)> _last = new(StringComparer.Ordinal);

    /// <summary>True when this line should be shown; remembers it as shown then.</summary>
    public bool IsDue(OutputEvent.Awaiting awaiting)
    {
        var known = _last.TryGetValue(awaiting.What, out var last);
        var since = awaiting.Elapsed - last.Elapsed;
        // A clock that went back is a second wait for the same thing.
        var due = !known || since < TimeSpan.Zero || since >= Reminder || (since >= Breath && awaiting.Left.Count != last.Left);
        if (due) _last[awaiting.What] = (awaiting.Elapsed, awaiting.Left.Count);
        return due;
    }
}
