using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>Every action there is.</summary>
internal static class ActionList
{
    public static IReadOnlyList<IAction> Of(
        IStore store, ChannelSet channels, Notices notices, HostOptions options, Schedule schedule, TimeProvider time, ILoggerFactory loggers)
    {
        var times = new TaskTimes(schedule, time);
        var bounds = new TaskBounds(store, options.TasksPerGroup);
        return
        [
            new SendMessage(store, channels, time),
            new ScheduleTask(store, times, bounds, time),
            new ListTasks(),
            new ChangeTask("pause_task", "Pause", store, bounds, static (task, _) => task with { Status = ScheduledTaskStatus.Paused }),
            new ChangeTask("resume_task", "Resume", store, bounds, (task, _) => times.Resume(task)),
            new ChangeTask("update_task", "Change", store, bounds, times.Update),
            new ChangeTask("cancel_task", "Cancel", store, bounds, static (_, _) => null),
            new ListChats(store, channels, notices, time),
            new RegisterGroup(store, options, time),
            new RefreshGroups(store, channels, time, loggers.CreateLogger<RefreshGroups>()),
        ];
    }
}
