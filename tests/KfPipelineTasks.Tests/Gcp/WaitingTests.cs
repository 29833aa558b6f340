using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class WaitingTests
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Pauses_begin_short_double_and_stay_at_the_longest_until_the_deadline()
    {
        var time = new SkippingTime();
        using var wait = new Waiting(time, new Recorder(), "a cluster", TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<NotReadyInTimeException>(async () =>
        {
            while (true) await wait.PauseAsync(Most, ["it is being made"], CancellationToken.None);
        });
        Assert.Equal([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000], time.Pauses.Take(9).Select(pause => pause.TotalMilliseconds));
        Assert.All(time.Pauses.Skip(7), pause => Assert.Equal(Most, pause));
        Assert.InRange(time.Pauses.Count, 720, 730);
    }

    [Fact]
    public async Task Half_an_hour_of_waiting_is_told_every_half_minute_and_not_with_every_look()
    {
        var (time, said) = (new SkippingTime(), new Recorder());
        using var wait = new Waiting(time, said, "a cluster", TimeSpan.FromMinutes(30));
        await Assert.ThrowsAsync<NotReadyInTimeException>(async () =>
        {
            while (true) await wait.PauseAsync(Most, ["it is being made"], CancellationToken.None);
        });
        Assert.InRange(said.Events.OfType<OutputEvent.Awaiting>().Count(), 50, 61);
    }
}
