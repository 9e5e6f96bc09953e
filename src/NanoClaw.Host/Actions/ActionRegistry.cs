using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>Every action there is, by its name: a new one is one class, one name and one line here.</summary>
internal sealed class ActionRegistry
{
    private readonly FrozenDictionary<string, IAction> _actions;

    private ActionRegistry(params IEnumerable<IAction> actions) => _actions = actions.ToFrozenDictionary(action => action.Name, StringComparer.Ordinal);

    public static ActionRegistry Of(
        IStore store,
        ChannelSet channels,
        Notices notices,
        HostOptions options,
        Schedule schedule,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        var times = new TaskTimes(schedule, time);
        var bounds = new TaskBounds(store, options.TasksPerGroup);
        return new(
            new SendMessage(store, channels, time),
            new ScheduleTask(store, times, bounds, time),
            new ListTasks(),
            new ChangeTask(ActionNames.PauseTask, "Pause", store, bounds, static (task, _) => task with { Status = ScheduledTaskStatus.Paused }),
            new ChangeTask(ActionNames.ResumeTask, "Resume", store, bounds, (task, _) => times.Resume(task)),
            new ChangeTask(ActionNames.UpdateTask, "Change", store, bounds, times.Update),
            new ChangeTask(ActionNames.CancelTask, "Cancel", store, bounds, static (_, _) => null),
            new ListChats(store, channels, notices, time),
            new RegisterGroup(store, options, time),
            new RefreshGroups(store, channels, time, loggers.CreateLogger<RefreshGroups>())
        );
    }

    public IReadOnlyCollection<string> Names => _actions.Keys;

    /// <returns>Null: there is no such action.</returns>
    public IAction? Find(string name) => _actions.GetValueOrDefault(name);
}
