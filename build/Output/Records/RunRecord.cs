using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Records;

/// <summary>What a run said, sorted by what a reader asks afterwards. Holds events that have no secrets any more.</summary>
internal sealed class RunRecord(TimeProvider time)
{
    /// <summary>Title of the plan that fills in files.</summary>
    private const string FillingIn = "KptSet";

    private readonly List<OutputEvent.Line> _findings = [];
    private readonly List<OutputEvent.Answer> _answers = [];
    private readonly List<Table> _tables = [];
    private readonly List<Plan> _plans = [];
    private readonly List<Change> _changes = [];
    private readonly List<string?> _changedBy = [];
    private readonly List<(string? Task, Plan Plan)> _begun = [];
    private readonly List<OutputEvent.Foreign> _foreign = [];
    private readonly List<TaskTime> _tasks = [];
    private readonly List<WaitSpan> _waits = [];
    private readonly StoryBook _stories = new();
    private readonly long _started = time.GetTimestamp();
    private string? _task;
    private TimeSpan _taskStarted;

    /// <summary>When the run began.</summary>
    public DateTimeOffset Started { get; } = time.GetUtcNow();

    /// <summary>How long the run took, or takes already.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Warnings and errors, in order.</summary>
    public IReadOnlyList<OutputEvent.Line> Findings => _findings;

    public IReadOnlyList<OutputEvent.Answer> Answers => _answers;

    public IReadOnlyList<Table> Tables => _tables;

    public IReadOnlyList<Plan> Plans => _plans;

    /// <summary>What was done; empty while nothing is more than planned.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>The same; what is of no component stands under the task that did it.</summary>
    public IReadOnlyList<Change> ChangesByPlace => [.. _changes.Zip(_changedBy, (change, task) => change with { Component = change.Component ?? task })];

    /// <summary>Texts of others: differences of files, output of tools.</summary>
    public IReadOnlyList<OutputEvent.Foreign> Foreign => _foreign;

    /// <summary>The tasks that had their turn.</summary>
    public IReadOnlyList<TaskTime> Tasks => _tasks;

    /// <summary>What was awaited as a whole, in order.</summary>
    public IReadOnlyList<WaitSpan> Waits => _waits;

    /// <summary>What became of every single thing.</summary>
    public IReadOnlyList<ObjectStory> Stories => _stories.Stories;

    /// <summary>What was awaited to the end of a run that failed or ran out of time, each with its reason.</summary>
    public IReadOnlyList<string> NotReady =>
        End is not { ExitCode: ExitCodes.Failed or ExitCodes.NotReadyInTime } ? []
        : _stories.Stories.Where(s => s.Verdict?.State is State.Waiting or State.Failed).Select(s => $"{s.Subject}: {s.Verdict!.Because}").ToList() is { Count: > 0 } objects ? objects
        : LastWait?.Left ?? [];

    /// <summary>What was awaited last; null when nothing was.</summary>
    public OutputEvent.Awaiting? LastWait { get; private set; }

    /// <summary>Null until the run has ended.</summary>
    public RunEnd? End { get; private set; }

    public bool IsEmpty => _findings.Count + _answers.Count + _tables.Count + _plans.Count + _begun.Count + _changes.Count == 0;

    public IEnumerable<OutputEvent.Line> Errors => _findings.Where(f => f.Level == Level.Error);

    /// <summary>What counts: what was done or, where nothing was done, what is planned.</summary>
    public IEnumerable<Change> Outcomes => _changes.Count > 0 ? _changes : Deciding.SelectMany(p => p.Changes);

    /// <summary>True when this plan is what the run is about, false when it is only on the way.</summary>
    public bool IsDeciding(Plan plan) => Deciding.Contains(plan);

    // Files that are filled in on the way to a cluster say nothing about the cluster.
    private IEnumerable<Plan> Deciding => _plans.Any(p => p.Title != FillingIn) ? _plans.Where(p => p.Title != FillingIn) : _plans;

    /// <summary>True when something was written or, in a plan, would be. What was begun and broke off may have been.</summary>
    public bool HasChanges => _begun.Any(b => !b.Plan.IsEmpty) || Outcomes.Any(c => c.Writes) || (IsPlanOnly && Deciding.Any(p => !p.IsEmpty));

    /// <summary>True when the run only looked.</summary>
    public bool IsPlanOnly => _plans.Count > 0 && _begun.Count == 0 && !_changes.Any(c => c.Writes);

    public int Count(Outcome outcome) => Outcomes.Count(c => c.Outcome == outcome);

    public void Add(OutputEvent what)
    {
        Duration = time.GetElapsedTime(_started);
        switch (what)
        {
            case OutputEvent.Line { Level: Level.Warning or Level.Error } line: _findings.Add(line); break;
            case OutputEvent.Answer answer: _answers.Add(answer); break;
            case OutputEvent.TableShown table: _tables.Add(table.Table); break;
            case OutputEvent.Planned { IsBegun: true } begun: _begun.Add((_task, begun.Plan)); break;
            case OutputEvent.Planned planned: Add(planned.Plan); break;
            case OutputEvent.Changed changed: Add(_task, changed.Change); break;
            case OutputEvent.Judged judged: _stories.Add(Duration, _task, judged.Subject, judged.Verdict); break;
            case OutputEvent.Foreign foreign: _foreign.Add(foreign); break;
            case OutputEvent.Awaiting awaiting: Add(awaiting); break;
            case OutputEvent.GroupStart start: Start(start.Title); break;
            case OutputEvent.GroupEnd: Stop(); break;
        }
    }

    public void Add(RunEnd end)
    {
        Duration = time.GetElapsedTime(_started);
        Stop();
        if (end.ExitCode is ExitCodes.Done or ExitCodes.ChangesFound) CarryOut();
        else BreakOff();
        End = end;
    }

    // Nobody knows how far it came: it stays a plan.
    private void BreakOff()
    {
        foreach (var (_, plan) in _begun) Add(plan);
    }

    // A task that has ended has done what it began.
    private void CarryOut()
    {
        foreach (var (task, plan) in _begun)
        {
            foreach (var change in plan.Changes) Add(task, change with { Component = change.Component ?? plan.Title });
        }

        _begun.Clear();
    }

    private void Add(string? task, Change change)
    {
        _changes.Add(change);
        _changedBy.Add(task);
        _stories.Add(Duration, task, change);
    }

    private void Add(Plan plan)
    {
        _plans.Add(plan);
        foreach (var change in plan.Changes) _stories.Add(Duration, _task, change, isPlanned: true);
    }

    private void Add(OutputEvent.Awaiting awaiting)
    {
        LastWait = awaiting;
        var last = _waits.FindLastIndex(w => w.Task == _task && w.What == awaiting.What);
        // A clock that went back is a second wait for the same thing.
        var isSame = last >= 0 && _waits[last].End - _waits[last].Start <= awaiting.Elapsed;
        var start = isSame ? _waits[last].Start : TimeSpan.FromTicks(Math.Max(0, (Duration - awaiting.Elapsed).Ticks));
        var span = new WaitSpan(_task, awaiting.What, start, Duration, awaiting.Left);
        if (isSame) _waits[last] = span;
        else _waits.Add(span);
    }

    private void Start(string task)
    {
        Stop();
        CarryOut();
        _task = task;
        _taskStarted = Duration;
    }

    private void Stop()
    {
        if (_task is not null) _tasks.Add(new TaskTime(_task, _taskStarted, Duration - _taskStarted));
        _task = null;
    }
}
