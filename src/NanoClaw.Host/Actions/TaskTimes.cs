using System.Globalization;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>When tasks run that an agent schedules or changes.</summary>
internal sealed class TaskTimes(Schedule schedule, TimeProvider time)
{
    private static readonly (long Milliseconds, string Name)[] Units =
    [
        (86_400_000, "day"),
        (3_600_000, "hour"),
        (60_000, "minute"),
        (1000, "second"),
        (1, "millisecond"),
    ];

    public static ScheduleType ParseType(string word) =>
        word switch
        {
            "cron" => ScheduleType.Cron,
            "interval" => ScheduleType.Interval,
            "once" => ScheduleType.Once,
            _ => throw new ActionRefusedException("scheduleType must be cron, interval or once."),
        };

    /// <summary>When a task runs, for a person who is asked whether it may.</summary>
    public static string InWords(ScheduleType type, string value) =>
        type switch
        {
            ScheduleType.Cron => $"at {ShownText.Line(value, 256)}{(value.StartsWith('@') ? "" : " (minute, hour, day, month, weekday)")}",
            ScheduleType.Interval => $"again and again, every {Length(value)}",
            _ => $"once at {ShownText.Line(value, 256)}",
        };

    /// <summary>In the largest unit that says it exactly.</summary>
    private static string Length(string milliseconds)
    {
        if (!long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return ShownText.Line(milliseconds, 256);
        }

        var (unit, name) = Units.First(unit => length % unit.Milliseconds == 0);
        return length == unit ? name : $"{length / unit} {name}s";
    }

    /// <exception cref="ActionRefusedException">The value does not fit the type.</exception>
    public DateTimeOffset First(ScheduleType type, string value)
    {
        try
        {
            return schedule.First(type, value, time.GetUtcNow());
        }
        catch (FormatException exception)
        {
            throw ActionRefusedException.Quoting($"the schedule does not fit its type: {exception.Message}", exception);
        }
    }

    public ScheduledTask Resume(ScheduledTask task) =>
        task.Status is ScheduledTaskStatus.Paused
            ? task with
            {
                Status = ScheduledTaskStatus.Active,
                NextRun = First(task.ScheduleType, task.ScheduleValue),
            }
            : task;

    public ScheduledTask Update(ScheduledTask task, ActionArguments arguments)
    {
        var type = arguments.TextOrNull("scheduleType") is { } word ? ParseType(word) : task.ScheduleType;
        var value = arguments.TextOrNull("scheduleValue") ?? task.ScheduleValue;
        var isMoved = type != task.ScheduleType || value != task.ScheduleValue;
        return task with
        {
            Prompt = arguments.TextOrNull("prompt") ?? task.Prompt,
            ScheduleType = type,
            ScheduleValue = value,
            NextRun = isMoved ? First(type, value) : task.NextRun,
        };
    }
}
