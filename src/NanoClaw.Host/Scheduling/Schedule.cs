using System.Globalization;
using System.Text.RegularExpressions;
using NanoClaw.Host.Scheduling.Cron;
using NanoClaw.Store;

namespace NanoClaw.Host.Scheduling;

/// <summary>When a task runs.</summary>
public sealed partial class Schedule(TimeZoneInfo zone)
{
    /// <summary>The shortest interval: what is due is looked for once a minute.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);

    /// <summary>The longest interval, ten years.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(3660);

    /// <summary>The first run of a new or resumed task.</summary>
    /// <exception cref="FormatException">The value does not fit the type; the message says how it should look.</exception>
    public DateTimeOffset First(ScheduleType type, string value, DateTimeOffset now) =>
        type switch
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

    /// <summary>Why a task's next time cannot be found; null where it can.</summary>
    public string? FindMistake(ScheduledTask task, DateTimeOffset now)
    {
        try
        {
            Next(task, now);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private DateTimeOffset NextOf(string expression, DateTimeOffset now)
    {
        try
        {
            return CronSchedule.Parse(expression).NextAfter(now, zone) ?? throw new FormatException("it never comes true");
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{CronText.Shown(expression)} is no schedule: {exception.Message}. For example 0 9 * * 1-5.", exception);
        }
    }

    private static TimeSpan ParseInterval(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds >= ShortestInterval.TotalMilliseconds
        && milliseconds <= LongestInterval.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{CronText.Shown(value)} is not an interval: it is a whole number of milliseconds, from {ShortestInterval.TotalMilliseconds} to {LongestInterval.TotalMilliseconds}"
                )
            );

    /// <summary>A time without an offset is one of the time zone's; of one that comes twice, the first; a day alone is its midnight.</summary>
    private DateTimeOffset ParseTime(string value)
    {
        // Not the other forms that .NET reads, such as 3/4/2026 or 15:30, nor a year that an offset leads out of the calendar.
        if (
            IsoTime().Match(value) is not { Success: true } match
            || !DateTime.TryParse(
                $"{match.Groups["day"]}T{(match.Groups["time"] is { Success: true } hour ? hour.Value : "00:00")}",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
            || time.Year is < 1970 or > 9998
        )
        {
            throw new FormatException($"{CronText.Shown(value)} is not an ISO 8601 time, such as 2026-02-01T15:30:00");
        }

        var offset =
            match.Groups["offset"] is { Success: true } given ? ParseOffset(given.Value)
            : zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max()
            : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset).ToUniversalTime();
    }

    private static TimeSpan ParseOffset(string text) =>
        text is "Z" or "z"
            ? TimeSpan.Zero
            : new TimeSpan(
                int.Parse(text.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture),
                int.Parse(text.AsSpan(text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture),
                0
            ) * (text[0] is '-' ? -1 : 1);

    [GeneratedRegex(
        @"^[ \t-\r]*(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ](?<time>(?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,3})?)?)(?<offset>[Zz]|[+-](?:(?:0[0-9]|1[0-3]):?[0-5][0-9]|14:?00))?)?[ \t-\r]*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex IsoTime();
}
