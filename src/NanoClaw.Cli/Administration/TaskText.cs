using System.Globalization;
using NanoClaw.Cli.Output;
using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>A task's schedule in words.</summary>
internal static class TaskText
{
    public static string Schedule(ScheduledTask task) => task.ScheduleType switch
    {
        ScheduleType.Cron => $"cron {task.ScheduleValue}",
        ScheduleType.Interval when long.TryParse(task.ScheduleValue, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds < TimeSpan.MaxValue.TotalMilliseconds => $"every {DurationText.Of(TimeSpan.FromMilliseconds(milliseconds))}",
        ScheduleType.Interval => $"every {task.ScheduleValue} ms",
        _ => "once",
    };
}
