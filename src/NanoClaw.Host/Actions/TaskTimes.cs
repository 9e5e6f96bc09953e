using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>When tasks run that an agent schedules or changes.</summary>
internal sealed class TaskTimes(Schedule schedule, TimeProvider time)
{
    public static ScheduleType ParseType(string word) =>
        word switch
        {
            "cron" => ScheduleType.Cron,
            "interval" => ScheduleType.Interval,
            "once" => ScheduleType.Once,
            _ => throw new ActionRefusedException("scheduleType must be cron, interval or once."),
        };

    public static string InWords(ScheduleType type) =>
        type switch
        {
            ScheduleType.Cron => "by the cron expression",
            ScheduleType.Interval => "again and again after milliseconds:",
            _ => "once at",
        };

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
