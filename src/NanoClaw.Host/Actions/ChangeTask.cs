using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>What is done to a task that is there: the group's own or, from the main group, any.</summary>
/// <param name="name">The action's name.</param>
/// <param name="verb">The same in plain words.</param>
/// <param name="store">Where the task is.</param>
/// <param name="bounds">How many a group may have.</param>
/// <param name="change">The task as it shall be; null: removed.</param>
internal sealed class ChangeTask(string name, string verb, IStore store, TaskBounds bounds, Func<ScheduledTask, ActionArguments, ScheduledTask?> change)
    : IAction
{
    /// <summary>The argument that names the task, by its whole id.</summary>
    public const string Task = "taskId";

    public string Name => name;

    public async ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken)
    {
        var id = call.Arguments.Text(Task);
        if (await store.Tasks.FindAsync(id, cancellationToken) is not { } task || !ActionPolicy.MayChange(call.Actor, task))
        {
            var own = await store.Tasks.ListAsync(call.Actor.IsMain ? null : call.Actor.Folder, cancellationToken);
            throw ActionRefusedException.Quoting($"this group has no task {new ShortTaskIds(own).Of(id)}.");
        }

        var after = change(task, call.Arguments);
        var isMore = after is not null && (TaskBounds.IsLonger(after, task) || after.Status < task.Status);
        if (isMore && await bounds.FindObstacleAsync(after!, cancellationToken) is { } obstacle)
        {
            throw new ActionRefusedException(obstacle);
        }

        return new PreparedEffect
        {
            Summary = $"{verb} a task of the group {task.GroupFolder}.",
            Context =
            [
                ("what the task does", task.Prompt),
                ("when", $"{TaskTimes.InWords(task.ScheduleType, task.ScheduleValue)}, {task.Status.ToString().ToLowerInvariant()}"),
            ],
            ReachesOthers = task.GroupFolder != call.Actor.Folder,
            Write = new EffectWrite
            {
                TaskBefore = task,
                TaskAfter = after,
                MostActive = isMore ? bounds.MostActive : null,
            },
        };
    }
}
