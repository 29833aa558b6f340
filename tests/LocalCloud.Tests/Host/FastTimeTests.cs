using LocalCloud.Host;
using LocalCloud.Tests.Kube;

namespace LocalCloud.Tests.Host;

public sealed class FastTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_second_is_a_minute_at_speed_60()
    {
        var real = new ManualTime(Start);
        var fast = new FastTime(real, 60);
        real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Start.AddMinutes(2), fast.GetUtcNow());
    }

    [Fact]
    public async Task A_delay_of_a_minute_ends_after_a_second()
    {
        var real = new ManualTime(Start);
        var delay = Task.Delay(TimeSpan.FromMinutes(1), new FastTime(real, 60));
        real.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(delay.IsCompleted);
        real.Advance(TimeSpan.FromMilliseconds(1));
        await delay.WaitAsync(KubeFixture.Patience, TimeProvider.System);
    }
}
