using LocalCloud.Controllers.Workloads;

namespace LocalCloud.Tests.Controllers;

/// <summary>When a cron line strikes next.</summary>
public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("*/15 * * * *", "2026-01-01T00:07:30Z", "2026-01-01T00:15:00Z")]
    [InlineData("0 3 * * *", "2026-01-01T03:00:00Z", "2026-01-02T03:00:00Z")]
    [InlineData("30 6 1-7 * 1", "2026-01-07T07:00:00Z", "2026-01-12T06:30:00Z")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("5/20 8-9 * * 0,6", "2026-01-02T12:00:00Z", "2026-01-03T08:05:00Z")]
    [InlineData("@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("0 12 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T12:00:00Z")]
    public void Next(string schedule, string after, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), CronSchedule.Parse(schedule)!.Next(DateTimeOffset.Parse(after)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("@sometimes")]
    public void What_is_no_schedule_is_none(string schedule) => Assert.Null(CronSchedule.Parse(schedule));

    [Fact]
    public void A_day_that_never_comes_is_never() => Assert.Null(CronSchedule.Parse("0 0 31 2 *")!.Next(DateTimeOffset.UnixEpoch));
}
