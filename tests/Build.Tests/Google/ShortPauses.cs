using LocalCloud.Host;

namespace Build.Tests.Google;

/// <summary>
/// The clock of a program under test: time runs fast, pauses are short - and what is a limit for others stays long, so that a loaded
/// machine does not turn patience into failure.
/// </summary>
internal sealed class ShortPauses(FastTime fast) : TimeProvider
{
    /// <summary>The longest pause between two looks; longer timers are deadlines.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    public override DateTimeOffset GetUtcNow() => fast.GetUtcNow();

    public override long GetTimestamp() => fast.GetTimestamp();

    public override long TimestampFrequency => fast.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        (dueTime <= Longest ? fast : System).CreateTimer(callback, state, dueTime, period);
}
