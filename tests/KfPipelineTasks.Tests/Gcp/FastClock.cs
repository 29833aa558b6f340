namespace KfPipelineTasks.Tests.Gcp;

/// <summary>A clock that runs faster than the real one: pauses of seconds take milliseconds, in the order in which they would end.</summary>
internal sealed class FastClock(int speed = 1000) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();
    private readonly DateTimeOffset _origin = System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _origin + (System.GetElapsedTime(_start) * speed);

    public override long GetTimestamp() => (System.GetTimestamp() - _start) * speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;
}
