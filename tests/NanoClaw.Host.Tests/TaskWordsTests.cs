using NanoClaw.Host.Actions;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>When a task runs, as a person reads it who is asked whether it may.</summary>
public sealed class TaskWordsTests
{
    [Theory]
    [InlineData(ScheduleType.Cron, "0 9 * * *", "at 0 9 * * * (minute, hour, day, month, weekday)")]
    [InlineData(ScheduleType.Cron, "@daily", "at @daily")]
    [InlineData(ScheduleType.Interval, "60000", "again and again, every minute")]
    [InlineData(ScheduleType.Interval, "5400000", "again and again, every 90 minutes")]
    [InlineData(ScheduleType.Interval, "172800000", "again and again, every 2 days")]
    [InlineData(ScheduleType.Interval, "61000", "again and again, every 61 seconds")]
    [InlineData(ScheduleType.Interval, "60001", "again and again, every 60001 milliseconds")]
    [InlineData(ScheduleType.Interval, "soon", "again and again, every soon")]
    [InlineData(ScheduleType.Once, "2026-07-01T12:00:00", "once at 2026-07-01T12:00:00")]
    public void It_is_said_in_the_largest_unit_that_says_it_exactly(ScheduleType type, string value, string said) =>
        Assert.Equal(said, TaskTimes.InWords(type, value));
}
