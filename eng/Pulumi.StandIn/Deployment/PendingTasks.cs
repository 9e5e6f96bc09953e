namespace Pulumi;

/// <summary>The work a program has started and not awaited: an evaluation ends when all of it has, or when some of it fails.</summary>
internal sealed class PendingTasks
{
    private readonly Lock _gate = new();
    private readonly List<Exception> _failures = [];
    private int _running;
    private TaskCompletionSource? _waiting;

    public void Add(Task task)
    {
        lock (_gate)
        {
            _running++;
        }

        _ = task.ContinueWith(Completed, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing runs or something failed, and gives the failures.</summary>
    public async Task<IReadOnlyList<Exception>> SettleAsync()
    {
        Task waiting;
        lock (_gate)
        {
            waiting =
                _running == 0 || _failures.Count > 0
                    ? Task.CompletedTask
                    : (_waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await waiting.ConfigureAwait(false);
        lock (_gate)
        {
            // One failure reaches every output that depends on it: told once.
            return [.. _failures.Distinct()];
        }
    }

    private void Completed(Task task)
    {
        lock (_gate)
        {
            _running--;
            _failures.AddRange(task.Exception?.InnerExceptions ?? []);
            if (_running == 0 || _failures.Count > 0)
            {
                _waiting?.TrySetResult();
            }
        }
    }
}
