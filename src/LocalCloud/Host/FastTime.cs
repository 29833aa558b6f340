namespace LocalCloud.Host;

/// <summary>A clock that runs faster (or slower) than the real one, from now on.</summary>
/// <param name="real">The clock it follows.</param>
/// <param name="speed">60 makes a minute a second.</param>
/// <param name="start">The simulated time at which it starts; null: the real time.</param>
public sealed class FastTime(TimeProvider real, double speed, DateTimeOffset? start = null) : TimeProvider
{
    private readonly DateTimeOffset _start = start ?? real.GetUtcNow();
    private readonly long _origin = real.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + real.GetElapsedTime(_origin) * speed;

    public override long GetTimestamp() => (long)(real.GetElapsedTime(_origin).Ticks * speed);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan simulated) => simulated == Timeout.InfiniteTimeSpan || simulated == TimeSpan.Zero ? simulated : simulated / speed;

    private sealed class FastTimer(ITimer inner, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
