namespace KfPipelineTasks.Cluster.Api;

/// <summary>
/// How many requests may be in flight: as many as allowed while the server copes, half as many each time it says it does
/// not (429), one more after every round of good answers.
/// </summary>
internal sealed class AdaptiveLimit
{
    private static readonly TimeSpan OneRound = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly int _most;
    private readonly TimeProvider _time;
    private int _limit;
    private int _running;
    private int _good;
    private long _halvedAt = long.MinValue;

    public AdaptiveLimit(int most, TimeProvider time) => (_most, _limit, _time) = (most, most, time);

    public int Limit
    {
        get
        {
            lock (_gate) return _limit;
        }
    }

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_running < _limit)
            {
                _running++;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        using var registration = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        await turn.Task;
    }

    /// <param name="throttled">True when the server said it is asked too much.</param>
    /// <param name="answered">True for a good answer.</param>
    public void Leave(bool throttled, bool answered)
    {
        lock (_gate)
        {
            _running--;
            if (throttled) Halve();
            else if (answered && _limit < _most && ++_good >= _limit) (_limit, _good) = (_limit + 1, 0);
            while (_running < _limit && _waiting.TryDequeue(out var next))
            {
                // False for one who gave up while waiting.
                if (next.TrySetResult()) _running++;
            }
        }
    }

    private void Halve()
    {
        _good = 0;
        // Answers to requests of one round say the same thing once.
        if (_halvedAt != long.MinValue && _time.GetElapsedTime(_halvedAt) < OneRound) return;
        _halvedAt = _time.GetTimestamp();
        _limit = Math.Max(1, _limit / 2);
    }
}
