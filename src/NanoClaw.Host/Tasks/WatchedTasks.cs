using System.Collections.Concurrent;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>Runs of tasks, of which people hear where not even a run comes of one: it stays due, and its time passes in silence otherwise.</summary>
internal sealed class WatchedTasks(TaskRunner tasks, IStore store, TaskNews news)
{
    /// <summary>Those that went wrong the last time: what passes until the next look is not worth a word.</summary>
    private readonly ConcurrentDictionary<string, bool> _troubled = new(StringComparer.Ordinal);

    public async Task RunAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            await tasks.RunAsync(taskId, cancellationToken);
            _troubled.TryRemove(taskId, out _);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreException))
        {
            if (!_troubled.TryAdd(taskId, true) && await store.Tasks.FindAsync(taskId, cancellationToken) is { } task)
            {
                await news.TellOfTroubleAsync(task, cancellationToken);
            }

            throw;
        }
    }
}
