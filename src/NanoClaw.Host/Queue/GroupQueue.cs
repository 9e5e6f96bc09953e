using Microsoft.Extensions.Logging;

namespace NanoClaw.Host.Queue;

/// <summary>
/// One run at a time in a group, a few in all. Within a group tasks go before messages; groups that wait are served in
/// the order in which they came. What fails is tried again after a growing wait, which new messages do not cut short.
/// </summary>
internal sealed partial class GroupQueue(IGroupWork work, QueueOptions options, TimeProvider time, ILogger<GroupQueue> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, QueuedGroup> _groups = new(StringComparer.Ordinal);
    private readonly Queue<QueuedGroup> _waiting = [];
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _closed;

    public QueueDepth Depth
    {
        get
        {
            lock (_gate)
            {
                return new(
                    _running.Count,
                    _groups.Values.Count(group => !group.IsRunning && group.HasWork),
                    _groups.Values.Count(group => group.Backoff is not null)
                );
            }
        }
    }

    /// <summary>Chats that are thought of.</summary>
    internal int Known
    {
        get
        {
            lock (_gate)
            {
                return _groups.Count;
            }
        }
    }

    public void EnqueueMessages(string chatJid)
    {
        lock (_gate)
        {
            var group = Of(chatJid);
            group.HasMessages = true;
            Offer(group);
        }
    }

    /// <returns>False if the task waits or runs already.</returns>
    public bool EnqueueTask(string chatJid, string taskId)
    {
        lock (_gate)
        {
            var group = Of(chatJid);
            if (!group.TaskIds.Add(taskId))
            {
                return false;
            }

            group.Tasks.Enqueue(taskId);
            Offer(group);
            return true;
        }
    }

    /// <summary>Starts nothing more, waits for what runs, and after the bound cancels it.</summary>
    public async Task StopAsync(TimeSpan bound)
    {
        Task[] running;
        lock (_gate)
        {
            _closed = true;
            running = [.. _running];
            foreach (var group in _groups.Values)
            {
                group.Backoff?.Dispose();
                group.Backoff = null;
            }
        }

        var all = Task.WhenAll(running);
        if (await Task.WhenAny(all, Task.Delay(bound, time)) != all)
        {
            await _stop.CancelAsync();
        }

        await all;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stop.Dispose();
    }

    private QueuedGroup Of(string chatJid)
    {
        if (!_groups.TryGetValue(chatJid, out var group))
        {
            _groups.Add(chatJid, group = new QueuedGroup(chatJid));
        }

        return group;
    }

    /// <summary>Anybody can write to a bot: a chat takes room only while there is something to do for it.</summary>
    private void Forget(QueuedGroup group)
    {
        if (group is { IsRunning: false, HasMessages: false, Failures: 0, TaskIds.Count: 0 })
        {
            _groups.Remove(group.ChatJid);
        }
    }

    private void Offer(QueuedGroup group)
    {
        if (_closed || group.IsRunning || group.IsWaiting || !group.HasWork)
        {
            return;
        }

        group.IsWaiting = true;
        _waiting.Enqueue(group);
        StartWaiting();
    }

    private void StartWaiting()
    {
        while (!_closed && _running.Count < options.MaxConcurrentRuns && _waiting.TryDequeue(out var group))
        {
            group.IsWaiting = false;
            group.IsRunning = true;
            if (!group.Tasks.TryDequeue(out var taskId))
            {
                group.HasMessages = false;
            }

            var next = taskId;
            // The task is known to the set before its end can take it out: the end needs the gate as well.
            Task? run = null;
            run = Task.Run(async () =>
            {
                await RunAsync(group, next);
                lock (_gate)
                {
                    _running.Remove(run!);
                    group.IsRunning = false;
                    Offer(group);
                    Forget(group);
                    StartWaiting();
                }
            });
            _running.Add(run);
        }
    }

    private async Task RunAsync(QueuedGroup group, string? taskId)
    {
        try
        {
            if (taskId is not null)
            {
                await work.RunTaskAsync(group.ChatJid, taskId, _stop.Token);
                return;
            }

            var result = await work.ProcessMessagesAsync(group.ChatJid, group.Failures, _stop.Token);
            await SettleAsync(group, result);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What is under way stays in the ledger and is taken up at the next start.
        }
        catch (Exception exception)
        {
            LogFailed(group.ChatJid, exception.GetType().Name, exception);
            if (taskId is null)
            {
                await SettleAsync(group, WorkResult.Retry());
            }
        }
        finally
        {
            if (taskId is not null)
            {
                lock (_gate)
                {
                    group.TaskIds.Remove(taskId);
                }
            }
        }
    }

    private async Task SettleAsync(QueuedGroup group, WorkResult result)
    {
        if (result.Outcome is WorkOutcome.Held)
        {
            return;
        }

        if (result.Outcome is not WorkOutcome.Retry)
        {
            lock (_gate)
            {
                group.Failures = 0;
                group.HasMessages |= result.Outcome is WorkOutcome.More;
            }

            return;
        }

        if (group.Failures < options.RetryDelays.Count)
        {
            BackOff(group, result.RetryAfter);
            return;
        }

        try
        {
            await work.GiveUpAsync(group.ChatJid, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // They wait for the next start.
        }
        catch (Exception exception)
        {
            LogFailed(group.ChatJid, exception.GetType().Name, exception);
        }

        lock (_gate)
        {
            group.Failures = 0;
            group.HasMessages = true;
        }
    }

    private void BackOff(QueuedGroup group, TimeSpan? atLeast)
    {
        lock (_gate)
        {
            var delay = options.RetryDelays[group.Failures++];
            if (atLeast > delay)
            {
                delay = atLeast.Value;
            }

            group.HasMessages = true;
            if (_closed)
            {
                return;
            }

            LogRetry(group.ChatJid, group.Failures, delay);
            group.Backoff = time.CreateTimer(
                _ =>
                {
                    lock (_gate)
                    {
                        group.Backoff?.Dispose();
                        group.Backoff = null;
                        Offer(group);
                    }
                },
                null,
                delay,
                Timeout.InfiniteTimeSpan
            );
        }
    }

    [LoggerMessage(LogLevel.Error, "The work of {Chat} failed ({Kind}).", EventName = "chat_work_failed")]
    private partial void LogFailed(string chat, string kind, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Chat} is tried again (retry {Attempt}) in {Wait}.", EventName = "chat_retried")]
    private partial void LogRetry(string chat, int attempt, TimeSpan wait);
}
