using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Records;

/// <summary>What became of one thing in the course of a run: what it waited for, when it was written, when it was ready, why not.</summary>
/// <param name="subject">The thing, as a person names it.</param>
/// <param name="task">The task that dealt with it; null outside tasks.</param>
internal sealed class ObjectStory(string subject, string? task)
{
    /// <summary>An object that changes its mind more often is told up to here, and then only its end.</summary>
    public const int MostPages = 60;

    private readonly List<StoryPage> _pages = [];

    public string Subject { get; } = subject;

    public string? Task { get; } = task;

    /// <summary>Null while nothing was written, planned or left alone.</summary>
    public Change? Change { get; private set; }

    /// <summary>True when the change is one of a plan.</summary>
    public bool IsPlanned { get; private set; }

    /// <summary>The last judgement; null when nobody judged.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>In their order.</summary>
    public IReadOnlyList<StoryPage> Pages => _pages;

    /// <summary>Pages that were left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>When it was written, or found to need no writing; null while it was not.</summary>
    public TimeSpan? ChangedAt { get; private set; }

    /// <summary>When it was first seen ready; null while it was not.</summary>
    public TimeSpan? ReadyAt { get; private set; }

    /// <summary>True when the run ended before it did its work.</summary>
    public bool IsNotReady => Verdict?.State is State.Waiting or State.Failed || Change?.Outcome == Outcome.Blocked;

    /// <summary>True when the change said so far is not its own any more: the same name lives in another cluster, or comes again.</summary>
    public bool IsTold => Change is not null;

    public void Add(TimeSpan at, Change change, bool isPlanned)
    {
        (Change, IsPlanned) = (change, isPlanned);
        if (isPlanned) return;
        ChangedAt = at;
        Page(new StoryPage(at, change.Outcome.Word(), change.Because ?? ""));
    }

    public void Add(TimeSpan at, Verdict verdict)
    {
        if (verdict == Verdict) return;
        Verdict = verdict;
        if (verdict.State == State.Ready) ReadyAt ??= at;
        Page(new StoryPage(at, verdict.State.Word(), verdict.Because));
    }

    private void Page(StoryPage page)
    {
        // The newest takes the place of the one before it, so that the end is always told.
        if (_pages.Count == MostPages)
        {
            LeftOut++;
            _pages.RemoveAt(MostPages - 1);
        }

        _pages.Add(page);
    }
}
