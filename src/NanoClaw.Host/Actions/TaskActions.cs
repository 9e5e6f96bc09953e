using NanoClaw.Agents;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>What an agent does with scheduled tasks: its own group's or, as the main group, any.</summary>
internal sealed class TaskActions(IStore store, Schedule schedule, TaskBounds bounds, WakeSignal wake, TimeProvider time) : IDisposable
{
    /// <summary>Two groups at once must not both see room for one task.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    public async Task ScheduleAsync(RegisteredGroup actor, string eventKey, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var groups = await store.Groups.ListAsync(cancellationToken);
        var folder = arguments.TextOrNull("targetGroupFolder") ?? actor.Folder;
        var target = groups.FirstOrDefault(group => group.Folder == folder);
        // One answer for both, so that a group learns nothing of the others.
        if (target is null || !ActionPolicy.MaySchedule(actor, target))
        {
            throw ActionRefusedException.Quoting($"this group may not schedule tasks for {folder}.");
        }

        var type = ParseType(arguments.Text("scheduleType"));
        var value = arguments.Text("scheduleValue");
        var now = time.GetUtcNow();
        var task = new ScheduledTask
        {
            Id = $"task-{eventKey.Replace(':', '-')}",
            GroupFolder = target.Folder,
            ChatJid = target.Jid,
            Prompt = arguments.Text("prompt"),
            ScheduleType = type,
            ScheduleValue = value,
            NextRun = FirstRun(type, value, now),
            CreatedAt = now,
            ContextMode = arguments.TextOrNull("contextMode") == "group" ? ContextMode.Group : ContextMode.Isolated,
        };
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // An event that is seen again, after a crash, finds its task there.
            if (await store.Tasks.FindAsync(task.Id, cancellationToken) is null)
            {
                await CheckAsync(task, cancellationToken);
                await store.Tasks.AddAsync(task, cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }

        wake.Set();
    }

    public void Dispose() => _gate.Dispose();

    public Task PauseAsync(RegisteredGroup actor, ActionArguments arguments, CancellationToken cancellationToken) =>
        ChangeAsync(actor, arguments, static task => task with { Status = ScheduledTaskStatus.Paused }, cancellationToken);

    public Task ResumeAsync(RegisteredGroup actor, ActionArguments arguments, CancellationToken cancellationToken) =>
        ChangeAsync(actor, arguments, Resume, cancellationToken);

    public Task UpdateAsync(RegisteredGroup actor, ActionArguments arguments, CancellationToken cancellationToken) =>
        ChangeAsync(actor, arguments, task => Update(task, arguments), cancellationToken);

    public async Task CancelAsync(RegisteredGroup actor, AgentRequest request, ActionArguments arguments, CancellationToken cancellationToken)
    {
        // One that the agent was told of and that is gone is cancelled, it may be by this very event before a crash.
        var id = arguments.Text("taskId");
        if (request.Metadata?.Tasks?.Any(known => known.Id == id) is true && await store.Tasks.FindAsync(id, cancellationToken) is null)
        {
            return;
        }

        var task = await FindTaskAsync(actor, arguments, cancellationToken);
        await store.Tasks.RemoveAsync(task.Id, cancellationToken);
    }

    private async Task ChangeAsync(
        RegisteredGroup actor, ActionArguments arguments, Func<ScheduledTask, ScheduledTask> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ScheduledTask before;
            ScheduledTask after;
            do
            {
                before = await FindTaskAsync(actor, arguments, cancellationToken);
                after = change(before);
                if (after.Prompt.Length > before.Prompt.Length || after.ScheduleValue.Length > before.ScheduleValue.Length || after.Status < before.Status)
                {
                    await CheckAsync(after, cancellationToken);
                }
            }
            while (!await store.Tasks.ReplaceAsync(before, after, cancellationToken));
        }
        finally
        {
            _gate.Release();
        }

        wake.Set();
    }

    private async Task CheckAsync(ScheduledTask task, CancellationToken cancellationToken)
    {
        if (await bounds.FindObstacleAsync(task, cancellationToken) is { } obstacle)
        {
            throw new ActionRefusedException(obstacle);
        }
    }

    private async Task<ScheduledTask> FindTaskAsync(RegisteredGroup actor, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Text("taskId");
        return await store.Tasks.FindAsync(id, cancellationToken) is { } task && ActionPolicy.MayChange(actor, task)
            ? task
            : throw ActionRefusedException.Quoting($"this group has no task {id}.");
    }

    private ScheduledTask Resume(ScheduledTask task) => task.Status is ScheduledTaskStatus.Paused
        ? task with { Status = ScheduledTaskStatus.Active, NextRun = FirstRun(task.ScheduleType, task.ScheduleValue, time.GetUtcNow()) }
        : task;

    private ScheduledTask Update(ScheduledTask task, ActionArguments arguments)
    {
        var type = arguments.TextOrNull("scheduleType") is { } word ? ParseType(word) : task.ScheduleType;
        var value = arguments.TextOrNull("scheduleValue") ?? task.ScheduleValue;
        var isMoved = type != task.ScheduleType || value != task.ScheduleValue;
        return task with
        {
            Prompt = arguments.TextOrNull("prompt") ?? task.Prompt,
            ScheduleType = type,
            ScheduleValue = value,
            NextRun = isMoved ? FirstRun(type, value, time.GetUtcNow()) : task.NextRun,
        };
    }

    private DateTimeOffset FirstRun(ScheduleType type, string value, DateTimeOffset now)
    {
        try
        {
            return schedule.First(type, value, now);
        }
        catch (FormatException exception)
        {
            throw ActionRefusedException.Quoting($"the schedule does not fit its type: {exception.Message}", exception);
        }
    }

    private static ScheduleType ParseType(string word) => word switch
    {
        "cron" => ScheduleType.Cron,
        "interval" => ScheduleType.Interval,
        "once" => ScheduleType.Once,
        _ => throw new ActionRefusedException("scheduleType must be cron, interval or once."),
    };
}
