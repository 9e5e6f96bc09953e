using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>A change of a task beside an assistant that may be running it.</summary>
internal static class TaskChange
{
    /// <returns>The task as it is now; null if it is gone.</returns>
    public static async Task<ScheduledTask?> ApplyAsync(IStore store, string id, Func<ScheduledTask, ScheduledTask> change, CancellationToken cancellationToken)
    {
        while (await store.Tasks.FindAsync(id, cancellationToken) is { } before)
        {
            var after = change(before);
            if (await store.Tasks.ReplaceAsync(before, after, cancellationToken))
            {
                return after;
            }
        }

        return null;
    }
}
