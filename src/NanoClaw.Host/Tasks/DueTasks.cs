using Microsoft.Extensions.Logging;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>Puts what is due into the queue.</summary>
internal sealed partial class DueTasks(IStore store, GroupQueue queue, BudgetGuard budget, Schedule schedule, TimeProvider time, ILogger<DueTasks> logger)
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

        var state = (await budget.GetAsync(cancellationToken)).State;
        if (state is BudgetState.Stopped)
        {
            return;
        }

        if (state is BudgetState.Normal)
        {
            _deferred.Clear();
        }

        var groups = (await store.Groups.ListAsync(cancellationToken)).ToDictionary(group => group.Folder, StringComparer.Ordinal);
        foreach (var task in due)
        {
            // While saving, what recurs can wait; a reminder cannot.
            if (state is BudgetState.Saving && task.ScheduleType is not ScheduleType.Once)
            {
                if (_deferred.Add(task.Id))
                {
                    LogDeferred(task.Id);
                }

                continue;
            }

            // A reminder of a group that may cost no more comes late, with the next month or an override.
            if (await budget.IsGroupUsedUpAsync(task.GroupFolder, cancellationToken))
            {
                continue;
            }

            // A task without a group goes to the queue as well: its turn pauses it.
            queue.EnqueueTask(groups.TryGetValue(task.GroupFolder, out var group) ? group.Jid : task.ChatJid, task.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "Task {Task} waits while the budget is being saved.", EventName = "task_deferred")]
    private partial void LogDeferred(string task);
}
