using Microsoft.Extensions.Logging;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>Puts what is due into the queue.</summary>
internal sealed partial class DueTasks(
    IStore store,
    GroupQueue queue,
    BudgetGuard budget,
    TaskNews news,
    Schedule schedule,
    TimeProvider time,
    ILogger<DueTasks> logger
)
{
    private readonly TaskTimesAhead _ahead = new(store, schedule, time, logger);
    private readonly HashSet<string> _deferred = new(StringComparer.Ordinal);

    public async Task EnqueueAsync(CancellationToken cancellationToken)
    {
        await _ahead.SettleAsync(cancellationToken);
        var due = await store.Tasks.ListDueAsync(time.GetUtcNow(), cancellationToken);
        if (due.Count == 0)
        {
            return;
        }

        var status = await budget.GetAsync(cancellationToken);
        var groups = (await store.Groups.ListAsync(cancellationToken)).ToDictionary(group => group.Folder, StringComparer.Ordinal);
        foreach (var task in due)
        {
            var group = groups.GetValueOrDefault(task.GroupFolder);
            if (Waits(task, status))
            {
                await DeferAsync(task, group, status, cancellationToken);
                continue;
            }

            _deferred.Remove(KeyOf(task));
            // A task without a group goes to the queue as well: its turn pauses it.
            queue.EnqueueTask(group?.Jid ?? task.ChatJid, task.Id);
        }
    }

    /// <summary>
    /// While saving, what recurs can wait; a reminder cannot. One that may cost no more, its group or all of them, comes
    /// late, with the next month or an override.
    /// </summary>
    private static bool Waits(ScheduledTask task, BudgetStatus status) =>
        status.State is BudgetState.Stopped
        || status.GroupsUsedUp.Contains(task.GroupFolder)
        || (status.State is BudgetState.Saving && task.ScheduleType is not ScheduleType.Once);

    private async Task DeferAsync(ScheduledTask task, RegisteredGroup? group, BudgetStatus status, CancellationToken cancellationToken)
    {
        if (_deferred.Contains(KeyOf(task)))
        {
            return;
        }

        if (group is not null)
        {
            var isUsedUp = status.State is BudgetState.Stopped || status.GroupsUsedUp.Contains(task.GroupFolder);
            await news.TellOfBudgetAsync(task, group, status.ResetsAt, isUsedUp ? status.ResetsAt : null, cancellationToken);
        }

        _deferred.Add(KeyOf(task));
        LogDeferred(task.Id);
    }

    private static string KeyOf(ScheduledTask task) => $"{task.Id} {task.NextRun:O}";

    [LoggerMessage(LogLevel.Information, "Task {Task} waits while the budget is being saved.", EventName = "task_deferred")]
    private partial void LogDeferred(string task);
}
