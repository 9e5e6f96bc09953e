namespace NanoClaw.Store;

public interface ITaskStore
{
    /// <returns>False, with nothing changed, if a task has this id already.</returns>
    ValueTask<bool> AddAsync(ScheduledTask task, CancellationToken cancellationToken = default);

    /// <param name="task">The task.</param>
    /// <param name="mostActive">How many active tasks its group may have.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False, with nothing changed, if a task has this id already, or the group has as many as it may.</returns>
    ValueTask<bool> AddAsync(ScheduledTask task, int mostActive, CancellationToken cancellationToken = default);

    /// <returns>False if there is no task of this id.</returns>
    ValueTask<bool> UpdateAsync(ScheduledTask task, CancellationToken cancellationToken = default);

    /// <summary>Updates a task that is still as it was read: a run that ends meanwhile notes its next time.</summary>
    /// <returns>False, with nothing changed, if it was changed or removed since.</returns>
    ValueTask<bool> ReplaceAsync(ScheduledTask before, ScheduledTask after, CancellationToken cancellationToken = default);

    ValueTask<ScheduledTask?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>All tasks, or those of one group, newest first.</summary>
    ValueTask<IReadOnlyList<ScheduledTask>> ListAsync(string? groupFolder = null, CancellationToken cancellationToken = default);

    /// <summary>Active tasks whose next run is not after <paramref name="now"/>, the longest due first.</summary>
    ValueTask<IReadOnlyList<ScheduledTask>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>When the next active task comes due after <paramref name="now"/>; null if none does.</summary>
    ValueTask<DateTimeOffset?> FindNextDueAsync(DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Removes the task and its log.</summary>
    ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Writes the log of a run, the task's last result, and its next run; no next run completes the task.</summary>
    ValueTask RecordRunAsync(TaskRun run, string lastResult, DateTimeOffset? nextRun, CancellationToken cancellationToken = default);

    /// <summary>The newest runs of a task, newest first.</summary>
    ValueTask<IReadOnlyList<TaskRun>> ListRunsAsync(string taskId, int limit, CancellationToken cancellationToken = default);
}
