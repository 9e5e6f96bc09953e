using System.Globalization;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Administration;

/// <summary>A task in words.</summary>
internal static class TaskText
{
    private const string ErrorMark = "Error: ";

    /// <summary>Why the last run failed; null if it did not.</summary>
    public static string? Failure(ScheduledTask task) =>
        task.LastResult?.StartsWith(ErrorMark, StringComparison.Ordinal) is true ? task.LastResult[ErrorMark.Length..] : null;

    public static string Status(ScheduledTask task) =>
        task.Status is ScheduledTaskStatus.Active && Failure(task) is not null ? "failing" : TaskEntry.Word(task.Status);

    public static string Schedule(ScheduledTask task) =>
        task.ScheduleType switch
        {
            ScheduleType.Cron => $"cron {task.ScheduleValue}",
            ScheduleType.Interval
                when long.TryParse(task.ScheduleValue, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                    && milliseconds < TimeSpan.MaxValue.TotalMilliseconds => $"every {DurationText.Of(TimeSpan.FromMilliseconds(milliseconds))}",
            ScheduleType.Interval => $"every {task.ScheduleValue} ms",
            _ => "once",
        };
}
