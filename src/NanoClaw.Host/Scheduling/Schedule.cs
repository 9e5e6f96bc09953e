using System.Globalization;
using Cronos;
using NanoClaw.Store;

namespace NanoClaw.Host.Scheduling;

/// <summary>When a task runs.</summary>
public sealed class Schedule(TimeZoneInfo zone)
{
    /// <summary>The shortest interval: what is due is looked for once a minute.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);

    /// <summary>The first run of a new or resumed task.</summary>
    /// <exception cref="FormatException">The value does not fit the type; the message says how it should look.</exception>
    public DateTimeOffset First(ScheduleType type, string value, DateTimeOffset now) => type switch
    {
        ScheduleType.Cron => NextOf(value, now),
        ScheduleType.Interval => now + ParseInterval(value),
        ScheduleType.Once => ParseTime(value),
        _ => throw new FormatException("The schedule's type must be cron, interval or once."),
    };

    /// <summary>
    /// The run after the one that was planned: an interval keeps its rhythm and passes over what was missed; null
    /// where there is none.
    /// </summary>
    /// <exception cref="FormatException">The value does not fit the type.</exception>
    public DateTimeOffset? Next(ScheduledTask task, DateTimeOffset now)
    {
        switch (task.ScheduleType)
        {
            case ScheduleType.Cron:
                return NextOf(task.ScheduleValue, now);
            case ScheduleType.Interval:
                var interval = ParseInterval(task.ScheduleValue);
                var planned = task.NextRun ?? now;
                var missed = now < planned ? 0 : (now - planned).Ticks / interval.Ticks;
                return planned + (interval * (missed + 1));
            default:
                return null;
        }
    }

    private DateTimeOffset NextOf(string expression, DateTimeOffset now)
    {
        try
        {
            return EitherDay(expression).Min(either => CronExpression.Parse(either).GetNextOccurrence(now, zone))
                ?? throw new FormatException($"The cron expression {expression} never comes true.");
        }
        catch (CronFormatException exception)
        {
            throw new FormatException(
                $"{expression} is not a cron expression of five fields (minute hour day month weekday), such as 0 9 * * 1-5.", exception);
        }
    }

    /// <summary>
    /// Where the day of the month and the weekday are both given, either will do, as in crontab and in v1; Cronos by
    /// itself would want both.
    /// </summary>
    private static IEnumerable<string> EitherDay(string expression) =>
        expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var minute, var hour, not ("*" or "?") and var day, var month, not ("*" or "?") and var weekday]
            ? [$"{minute} {hour} {day} {month} *", $"{minute} {hour} * {month} {weekday}"]
            : [expression];

    private static TimeSpan ParseInterval(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds >= ShortestInterval.TotalMilliseconds
        && milliseconds <= TimeSpan.FromDays(3660).TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException($"{value} is not an interval: it must be milliseconds, 60000 at least.");

    /// <summary>A time without an offset is one of the time zone's, as in v1; of one that comes twice, the first.</summary>
    private DateTimeOffset ParseTime(string value)
    {
        // Not the other forms that .NET reads, such as 3/4/2026 or 15:30, nor a year that an offset leads out of the calendar.
        if (!DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            || value.Trim() is not [(>= '0' and <= '9'), (>= '0' and <= '9'), (>= '0' and <= '9'), (>= '0' and <= '9'), '-', ..]
            || time.Year is < 1970 or > 9998)
        {
            throw new FormatException($"{value} is not an ISO 8601 time, such as 2026-02-01T15:30:00.");
        }

        return time.Kind is DateTimeKind.Unspecified
            ? new DateTimeOffset(time, zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time)).ToUniversalTime()
            : DateTimeOffset.Parse(value, CultureInfo.InvariantCulture).ToUniversalTime();
    }
}
