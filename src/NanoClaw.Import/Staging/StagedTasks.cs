using NanoClaw.Agents;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Scheduling.Legacy;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Import.Staging;

/// <summary>The tasks of the copy: schedules of v1's forms are put into ours, and what could not run is paused with the reason.</summary>
internal sealed class StagedTasks(IStore store, IReadOnlyList<ImportedGroup> groups, ImportSettings settings)
{
    private readonly Schedule _schedule = new(TimeZoneInfo.FindSystemTimeZoneById(settings.Host.TimeZone));
    private readonly HashSet<string> _folders = groups
        .Where(group => group.DroppedBecause is null)
        .Select(group => group.Folder)
        .ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _active = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ImportedTask>> SettleAsync(CancellationToken cancellationToken)
    {
        var now = settings.Time.GetUtcNow();
        var found = new List<ImportedTask>();
        foreach (var stored in await store.Tasks.ListAsync(cancellationToken: cancellationToken))
        {
            var translated = stored.Status is ScheduledTaskStatus.Completed ? null : V1Schedule.Translate(stored, _schedule, now);
            var task = translated is null ? stored : stored with { ScheduleValue = translated.Value };
            var reason = task.Status is ScheduledTaskStatus.Active ? WhyNotRunnable(task, now) : null;
            var settled = reason is null ? task : task with { Status = ScheduledTaskStatus.Paused, LastResult = $"Error: {reason}" };
            if (settled != stored)
            {
                await store.Tasks.UpdateAsync(settled, cancellationToken);
            }

            found.Add(
                new ImportedTask(
                    task.Id,
                    task.GroupFolder,
                    $"{task.ScheduleType.ToString().ToLowerInvariant()} {task.ScheduleValue}",
                    settled.Status.ToString().ToLowerInvariant(),
                    settled.Status is ScheduledTaskStatus.Active && task.NextRun <= now,
                    translated is null ? null : $"{ShownText.Plain(stored.ScheduleValue)} ({translated.Change})",
                    reason
                )
            );
        }

        return found;
    }

    private string? WhyNotRunnable(ScheduledTask task, DateTimeOffset now)
    {
        if (!_folders.Contains(task.GroupFolder))
        {
            return $"its group {ShownText.Plain(task.GroupFolder)} is not registered";
        }

        if (!string.IsNullOrWhiteSpace(task.Script))
        {
            return "it has a script that decides whether it runs, and scripts are not run here; resume it to run its prompt each time";
        }

        if (V1Schedule.FindObstacle(task, _schedule, now) is { } obstacle)
        {
            return ShownText.Plain(obstacle);
        }

        if (AgentContract.IsBlank(task.Prompt))
        {
            return "its prompt says nothing";
        }

        var ofGroup = _active[task.GroupFolder] = _active.GetValueOrDefault(task.GroupFolder) + 1;
        return ofGroup > settings.Host.TasksPerGroup
            ? $"its group has more than {settings.Host.TasksPerGroup} active tasks; resume it once others are cancelled"
            : null;
    }
}
