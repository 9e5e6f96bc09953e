using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>A prompt that runs later, for the group itself or, from the main group, for any.</summary>
internal sealed class ScheduleTask(IStore store, TaskTimes times, TaskBounds bounds, TimeProvider time) : IAction
{
    public string Name => ActionNames.ScheduleTask;

    public async ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken)
    {
        var (actor, arguments) = (call.Actor, call.Arguments);
        var folder = arguments.TextOrNull("targetGroupFolder") ?? actor.Folder;
        var target = (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.Folder == folder);
        // One answer for both, so that a group learns nothing of the others.
        if (target is null || !ActionPolicy.MaySchedule(actor, target))
        {
            throw ActionRefusedException.Quoting($"this group may not schedule tasks for {folder}.");
        }

        var type = TaskTimes.ParseType(arguments.Text("scheduleType"));
        var value = arguments.Text("scheduleValue");
        var task = new ScheduledTask
        {
            Id = $"task-{call.Key.Replace(':', '-')}",
            GroupFolder = target.Folder,
            ChatJid = target.Jid,
            Prompt = arguments.Text("prompt"),
            ScheduleType = type,
            ScheduleValue = value,
            NextRun = times.First(type, value),
            CreatedAt = time.GetUtcNow(),
            ContextMode = arguments.TextOrNull("contextMode") == "group" ? ContextMode.Group : ContextMode.Isolated,
        };
        return await bounds.FindObstacleAsync(task, cancellationToken) is { } obstacle
            ? throw new ActionRefusedException(obstacle)
            : new PreparedEffect
            {
                Summary = $"Schedule a task for {GroupName.Of(target)}, {TaskTimes.InWords(type)} {ShownText.Line(value, 256)}.",
                ReachesOthers = target.Jid != actor.Jid,
                Write = new EffectWrite { NewTask = task, MostActive = bounds.MostActive },
            };
    }
}
