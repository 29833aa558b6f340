namespace LocalCloud.Controllers;

/// <summary>
/// What is left to look at, each thing once: a first-in-first-out queue beside a list of later times. Not thread-safe; the
/// manager's one worker owns it.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Queue<WorkItem> _ready = new();
    private readonly HashSet<WorkItem> _isReady = [];
    private readonly PriorityQueue<WorkItem, (DateTimeOffset Due, long Number)> _later = new();
    private readonly Dictionary<WorkItem, DateTimeOffset> _due = [];
    private long _number;

    /// <summary>How many things can be done now.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>The next time at which something becomes ready; null when nothing waits for a time.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_later.TryPeek(out var item, out var when))
            {
                if (_due.TryGetValue(item, out var due) && due == when.Due) return due;
                _later.Dequeue();
            }
            return null;
        }
    }

    /// <summary>Adds a thing to do now, unless it already waits for its turn.</summary>
    public void Add(WorkItem item)
    {
        if (_isReady.Add(item)) _ready.Enqueue(item);
    }

    /// <summary>Adds a thing to do at a time, unless it is to be done sooner.</summary>
    public void AddAt(WorkItem item, DateTimeOffset due)
    {
        if (_due.TryGetValue(item, out var sooner) && sooner <= due) return;
        _due[item] = due;
        _later.Enqueue(item, (due, _number++));
    }

    /// <summary>Takes the next thing to do; its later time, if any, is forgotten, because looking at it sets a new one.</summary>
    public bool TryTake(DateTimeOffset now, out WorkItem item)
    {
        Promote(now);
        if (!_ready.TryDequeue(out item)) return false;
        _isReady.Remove(item);
        _due.Remove(item);
        return true;
    }

    private void Promote(DateTimeOffset now)
    {
        while (NextDue is { } due && due <= now)
        {
            var item = _later.Dequeue();
            _due.Remove(item);
            Add(item);
        }
    }
}
