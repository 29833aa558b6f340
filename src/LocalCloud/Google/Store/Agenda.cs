namespace LocalCloud.Google.Store;

/// <summary>
/// What will happen, and when. A step runs as soon as its time has come: by a timer, or because somebody asks before the
/// timer fired (<see cref="SettleAsync"/>), so that an answer never shows a past that should be over. Steps run one after
/// the other, in the order of their times.
/// </summary>
public sealed class Agenda : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Func<CancellationToken, Task>, (DateTimeOffset Due, long Number)> _steps = new();
    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ITimer _timer;
    private long _number;

    public Agenda(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => _ = SettleAsync(_lifetime.Token), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Plans a step. It must handle its own failures: nobody is there to hear of them.</summary>
    public void Add(DateTimeOffset due, Func<CancellationToken, Task> step)
    {
        lock (_gate)
        {
            _steps.Enqueue(step, (due, _number++));
            SetTimer();
        }
    }

    /// <summary>Runs everything that is due, and waits for what runs already. A step must not call it.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        if (!IsDue() && _running.CurrentCount > 0) return;
        await _running.WaitAsync(cancellation);
        try
        {
            while (Take() is { } step) await step(_lifetime.Token);
        }
        finally
        {
            _running.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await _timer.DisposeAsync();
        await _running.WaitAsync(CancellationToken.None);
        _running.Dispose();
        _lifetime.Dispose();
    }

    private bool IsDue()
    {
        lock (_gate)
        {
            if (!_steps.TryPeek(out _, out var next)) return false;
            if (next.Due <= _time.GetUtcNow()) return true;
            // A timer that fired a little early must fire again, or the step is lost.
            SetTimer();
            return false;
        }
    }

    private Func<CancellationToken, Task>? Take()
    {
        lock (_gate)
        {
            if (_lifetime.IsCancellationRequested || !_steps.TryPeek(out _, out var next)) return null;
            if (next.Due > _time.GetUtcNow())
            {
                SetTimer();
                return null;
            }

            var step = _steps.Dequeue();
            SetTimer();
            return step;
        }
    }

    private void SetTimer()
    {
        if (!_steps.TryPeek(out _, out var next)) return;
        // Timers count whole milliseconds and cut off the rest, so they would fire early.
        var wait = Math.Ceiling((next.Due - _time.GetUtcNow()).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, wait)), Timeout.InfiniteTimeSpan);
    }
}
