namespace Build.Tests.Report;

/// <summary>A clock that goes on when it is told to.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public void Advance(double seconds) => _passed += TimeSpan.FromSeconds(seconds);
}
