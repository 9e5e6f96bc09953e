using System.Globalization;
using System.Text.RegularExpressions;
using NanoClaw.Host.Scheduling.Cron;
using NanoClaw.Store;

namespace NanoClaw.Host.Scheduling.Legacy;

/// <summary>A schedule that v1 took and this project writes otherwise.</summary>
/// <param name="Value">What says the same here.</param>
/// <param name="Change">What was done to it, in words.</param>
public sealed partial record V1Schedule(string Value, string Change)
{
    private static readonly TimeSpan Shortest = Schedule.ShortestInterval;

    /// <summary>
    /// What a task's schedule says here. v1 gave cron to cron-parser 5 (six fields, names of its own, steps of any
    /// width), an interval to parseInt, and a time to JavaScript's Date, which reads dates in words.
    /// </summary>
    /// <returns>Null where it is read as it stands, or not even so.</returns>
    public static V1Schedule? Translate(ScheduledTask task, Schedule schedule, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(schedule);
        if (IsRead(task.ScheduleType, task.ScheduleValue, schedule, now))
        {
            return null;
        }

        var translated = task.ScheduleType switch
        {
            ScheduleType.Cron => OfCron(task.ScheduleValue),
            ScheduleType.Interval => OfInterval(task.ScheduleValue),
            ScheduleType.Once when task.NextRun is { } planned => new(
                planned.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                "the time that was planned for it"
            ),
            _ => null,
        };
        return translated is not null && IsRead(task.ScheduleType, translated.Value, schedule, now) ? translated : null;
    }

    /// <summary>Why a task would never run again; null where it will.</summary>
    public static string? FindObstacle(ScheduledTask task, Schedule schedule, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(schedule);
        return FindMistake(task.ScheduleType, task.ScheduleValue, schedule, now)
            ?? (task.NextRun is null ? "it has no next time; resume it to plan one" : null);
    }

    private static bool IsRead(ScheduleType type, string value, Schedule schedule, DateTimeOffset now) => FindMistake(type, value, schedule, now) is null;

    private static string? FindMistake(ScheduleType type, string value, Schedule schedule, DateTimeOffset now)
    {
        try
        {
            schedule.First(type, value, now);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private static V1Schedule? OfCron(string value)
    {
        var changes = new List<string>();
        var fields = OwnName(value) is { } written ? Note(written, "written out").Split(' ') : CronText.Split(value);
        if (fields.Length == 6)
        {
            fields = [.. Note(fields, "without its seconds, since what is due is looked for once a minute").Skip(1)];
        }

        if (fields.Length != 5)
        {
            return null;
        }

        CronField[] rules = [CronField.Minute, CronField.Hour, CronField.Day, CronField.Month, CronField.Weekday];
        for (var index = 0; index < fields.Length; index++)
        {
            // Any value, for v1, in every field.
            var field = fields[index] == "?" && index is 0 or 1 or 3 ? "*" : fields[index];
            var narrow = string.Join(',', field.Split(',').Select(part => WithoutWideStep(part, rules[index])));
            fields[index] = narrow == field ? field : Note(narrow, $"without the step that the {rules[index].Name} has no room for, which never came true");
        }

        return new(string.Join(' ', fields), changes.Count > 0 ? string.Join("; ", changes) : "in five fields");

        T Note<T>(T result, string change)
        {
            changes.Add(change);
            return result;
        }
    }

    private static string? OwnName(string value) =>
        value.Trim().ToLowerInvariant() switch
        {
            "@secondly" or "@minutely" => "* * * * *",
            "@weekdays" => "0 0 * * 1-5",
            "@weekends" => "0 0 * * 0,6",
            _ => null,
        };

    private static string WithoutWideStep(string part, CronField rule) =>
        part.Split('/') is [var range, var step] && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > rule.Max
            ? range == "*"
                ? rule.Min.ToString(CultureInfo.InvariantCulture)
                : range.Split('-')[0]
            : part;

    private static V1Schedule? OfInterval(string value)
    {
        if (
            Amount().Match(value) is not { Success: true } match
            || !double.TryParse(
                Separators().Replace(match.Groups["number"].Value, ""),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            || Unit(match.Groups["unit"].Value) is not { } unit
            || number * unit.TotalMilliseconds is var milliseconds && milliseconds is < 1 or > long.MaxValue
        )
        {
            return null;
        }

        return milliseconds < Shortest.TotalMilliseconds
            ? new(Text(Shortest.TotalMilliseconds), "the shortest interval, a minute, in which v1 looked for what was due as well")
            : new(Text(Math.Floor(milliseconds)), "in milliseconds");

        static string Text(double milliseconds) => ((long)milliseconds).ToString(CultureInfo.InvariantCulture);
    }

    private static TimeSpan? Unit(string text) =>
        text.ToLowerInvariant() switch
        {
            "" or "ms" or "msec" or "msecs" or "millisecond" or "milliseconds" => TimeSpan.FromMilliseconds(1),
            "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.FromSeconds(1),
            "m" or "min" or "mins" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
            "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.FromHours(1),
            "d" or "day" or "days" => TimeSpan.FromDays(1),
            "w" or "week" or "weeks" => TimeSpan.FromDays(7),
            _ => null,
        };

    [GeneratedRegex(
        @"^\s*(?<number>[0-9]+(?:[ ,_][0-9]{3})*(?:\.[0-9]+)?)\s*(?<unit>[A-Za-z]*)\s*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Amount();

    [GeneratedRegex("[ ,_]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Separators();
}
