using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>When a task comes: by the clock of its time zone.</summary>
[Trait("v1", "scheduler")]
public sealed class ScheduleTests
{
    private static readonly Schedule Paris = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T07:00:00Z")] // nine o'clock on the day the clocks go forward
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T08:00:00Z")] // and on the day they go back
    public void A_cron_time_is_one_of_the_time_zone(string now, string next) => Assert.Equal(At(next), Paris.First(ScheduleType.Cron, "0 9 * * *", At(now)));

    [Fact]
    public void A_cron_time_that_daylight_saving_skips_comes_right_after_the_gap() =>
        Assert.Equal(At("2026-03-29T01:00:00Z"), Paris.First(ScheduleType.Cron, "30 2 * * *", At("2026-03-28T12:00:00Z")));

    [Fact]
    public void A_cron_time_that_comes_twice_is_taken_once()
    {
        var first = Paris.First(ScheduleType.Cron, "30 2 * * *", At("2026-10-24T12:00:00Z"));

        Assert.Equal(At("2026-10-25T00:30:00Z"), first);
        Assert.Equal(At("2026-10-26T01:30:00Z"), Paris.First(ScheduleType.Cron, "30 2 * * *", first));
    }

    [Theory]
    [InlineData("0 9 15 * 1", "2026-07-01T12:00:00Z", "2026-07-06T07:00:00Z")] // a Monday
    [InlineData("0 9 15 * 1", "2026-07-13T12:00:00Z", "2026-07-15T07:00:00Z")] // the 15th, a Wednesday
    [InlineData("0 9 1-7 * *", "2026-07-07T12:00:00Z", "2026-08-01T07:00:00Z")]
    [InlineData("0 9 30 2 MON", "2026-07-01T12:00:00Z", "2027-02-01T08:00:00Z")] // a day that never comes, and one that does
    [InlineData("@daily", "2026-07-01T12:00:00Z", "2026-07-01T22:00:00Z")]
    public void A_cron_with_a_day_of_the_month_and_a_weekday_comes_on_either(string cron, string now, string next) =>
        Assert.Equal(At(next), Paris.First(ScheduleType.Cron, cron, At(now)));

    [Theory]
    [InlineData("2026-07-01T12:00:30Z", "2026-07-01T12:10:00Z")]
    [InlineData("2026-07-01T12:10:00Z", "2026-07-01T12:20:00Z")]
    [InlineData("2026-07-01T13:07:00Z", "2026-07-01T13:10:00Z")] // missed runs are passed over
    public void An_interval_keeps_to_its_planned_times(string now, string next) =>
        Assert.Equal(At(next), Paris.Next(NewTask("t", ScheduleType.Interval, "600000") with { NextRun = At("2026-07-01T12:00:00Z") }, At(now)));

    [Theory]
    [InlineData("2026-07-02T09:00:00", "2026-07-02T07:00:00Z")]
    [InlineData("2026-07-02T09:00:00Z", "2026-07-02T09:00:00Z")]
    [InlineData("2026-07-02T09:00:00+05:00", "2026-07-02T04:00:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")] // comes twice
    [InlineData("2027-03-28T02:30:00", "2027-03-28T01:30:00Z")] // never comes
    public void A_single_time_without_an_offset_is_local(string value, string time) =>
        Assert.Equal(At(time), Paris.First(ScheduleType.Once, value, At("2026-07-01T12:00:00Z")));

    internal static ScheduledTask NewTask(string id, ScheduleType type, string value) =>
        new()
        {
            Id = id,
            GroupFolder = "family",
            ChatJid = World.Family,
            Prompt = "the news",
            ScheduleType = type,
            ScheduleValue = value,
            CreatedAt = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
        };

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time);
}
