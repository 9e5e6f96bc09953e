using Microsoft.Extensions.Logging;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Tasks;
using NanoClaw.Store;

namespace NanoClaw.Host.Running;

/// <summary>
/// The slow look through everything, in case an event was missed: at once when woken, when a task is due, and every
/// <see cref="HostOptions.PollInterval"/>, or more rarely while saving. A store that fails is looked at again the next time.
/// </summary>
internal sealed partial class Poll(
    IStore store,
    GroupQueue queue,
    OutboxSender outbox,
    DueTasks dueTasks,
    HeldEffects held,
    BudgetGuard budget,
    ChannelNews channels,
    CautiousClock clock,
    WakeSignal wake,
    HostOptions options,
    TimeProvider time,
    ILogger<Poll> logger
)
{
    /// <summary>A run is replayed for 24 hours at most; the ids of its texts are known far longer.</summary>
    private static readonly TimeSpan SentTextsKept = TimeSpan.FromDays(7);

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await wake.WaitAsync(await FindPauseAsync(cancellationToken), cancellationToken);
            await TryAsync(
                async token =>
                {
                    await LookThroughAsync(token);
                    return true;
                },
                cancellationToken
            );
        }
    }

    /// <summary>Messages that wait, texts not sent, tasks that are due, what waits for a person.</summary>
    public async Task LookThroughAsync(CancellationToken cancellationToken)
    {
        foreach (var chatJid in await store.Messages.ListPendingChatsAsync(cancellationToken))
        {
            queue.EnqueueMessages(chatJid);
        }

        await channels.LookAsync(cancellationToken);
        await outbox.WakeAllAsync(cancellationToken);
        await dueTasks.EnqueueAsync(cancellationToken);
        await held.SettleAsync(cancellationToken);
        await ForgetAsync(cancellationToken);
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = await clock.ReadAsync(cancellationToken);
        await store.Effects.PruneAsync(now - options.AuditKept, cancellationToken);
        await store.Outbox.PruneAsync(now - SentTextsKept, cancellationToken);
    }

    /// <summary>Until the next poll, or the next task if that is sooner.</summary>
    private async Task<TimeSpan> FindPauseAsync(CancellationToken cancellationToken)
    {
        var isSaving = (await TryAsync(budget.GetAsync, cancellationToken))?.State is not (null or BudgetState.Normal);
        var poll = isSaving ? options.SavingPollInterval : options.PollInterval;
        var now = time.GetUtcNow();
        return await TryAsync(async token => await store.Tasks.FindNextDueAsync(now, token), cancellationToken) is { } due && due - now < poll
            ? due - now
            : poll;
    }

    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act(cancellationToken);
        }
        catch (StoreException exception)
        {
            LogStoreFailed(exception.Failure, exception.Message);
            return default;
        }
    }

    [LoggerMessage(LogLevel.Error, "The store failed ({Failure}): {Reason}", EventName = "store_failed")]
    private partial void LogStoreFailed(StoreFailure failure, string reason);
}
