using System.Collections.Concurrent;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>A clock that runs faster than the real one: pauses of seconds take milliseconds, in the order in which they would end.</summary>
internal sealed class FastClock(int speed = 1000) : TimeProvider
{
    /// <summary>A longer timer is a limit and no pause.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Limit, byte> _limits = new();
    private readonly long _start = System.GetTimestamp();
    private readonly DateTimeOffset _origin = System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _origin + (System.GetElapsedTime(_start) * speed);

    public override long GetTimestamp() => (System.GetTimestamp() - _start) * speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));
        return dueTime < LongestPause ? timer : new Limit(this, timer, () => callback(state));
    }

    /// <summary>Lets every limit that runs be reached now: nobody has to wait for it.</summary>
    public void ReachLimits()
    {
        foreach (var limit in _limits.Keys) limit.Reach();
    }

    private sealed class Limit : ITimer
    {
        private readonly FastClock _clock;
        private readonly ITimer _timer;

        public Limit(FastClock clock, ITimer timer, Action reach)
        {
            (_clock, _timer, Reach) = (clock, timer, reach);
            clock._limits[this] = 0;
        }

        public Action Reach { get; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(_clock.Shorter(dueTime), _clock.Shorter(period));

        public void Dispose()
        {
            _clock._limits.TryRemove(this, out _);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            _clock._limits.TryRemove(this, out _);
            return _timer.DisposeAsync();
        }
    }

    private TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;
}
