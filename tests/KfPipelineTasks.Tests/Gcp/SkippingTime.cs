namespace KfPipelineTasks.Tests.Gcp;

/// <summary>A clock on which every pause is over at once, and has taken as long as was asked.</summary>
internal sealed class SkippingTime : TimeProvider
{
    private readonly List<TimeSpan> _pauses = [];
    private TimeSpan _now = TimeSpan.Zero;

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<TimeSpan> Pauses => _pauses;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _pauses.Add(dueTime);
        _now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
