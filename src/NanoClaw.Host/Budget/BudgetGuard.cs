using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

public enum BudgetState
{
    Normal,
    /// <summary>Slower polling, a cap of runs a day, recurring tasks deferred.</summary>
    Saving,
    /// <summary>No runs until the next month of the bill, or an override.</summary>
    Stopped,
}

/// <summary>Where the month stands, in USD.</summary>
public sealed record BudgetStatus(BudgetState State, decimal SoFarUsd, decimal ProjectedUsd, DateTimeOffset ResetsAt, DateTimeOffset? OverriddenUntil)
{
    /// <summary>The first moment of the bill's month.</summary>
    public DateTimeOffset BeganAt { get; init; }

    /// <summary>What the model cost; null where that is no budget's concern.</summary>
    public ModelSpending? Model { get; init; }

    /// <summary>Folders of the groups that have used up what their model may cost in the month.</summary>
    public IReadOnlySet<string> GroupsUsedUp { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The cheaper model that is asked first now; null: each group has its own.</summary>
    public string? SavingModel { get; init; }

    /// <summary>Whether it is the model's bill, and not Cloudflare's, for which it saves or has stopped.</summary>
    public bool IsForModel { get; init; }
}

/// <summary>Keeps the month's bill within its limit, and tells the main group of every change.</summary>
internal sealed partial class BudgetGuard(
    IStore store, OutboxSender outbox, HostOptions options, TimeProvider time, ILogger<BudgetGuard> logger)
    : IDisposable
{
    private static readonly TimeSpan OverrideLength = TimeSpan.FromDays(1);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private BudgetStatus? _last;
    private long _lastAt;

    /// <summary>The state now, from the ledger; it is counted anew every half minute.</summary>
    public async Task<BudgetStatus> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // By the monotonic clock: one that is set back would keep an old state for as long.
            if (_last is null || time.GetElapsedTime(_lastAt) >= Freshness)
            {
                _last = await BudgetCount.ReadAsync(store, options.Budget, time.GetUtcNow(), cancellationToken);
                _lastAt = time.GetTimestamp();
                await AnnounceAsync(_last, cancellationToken);
            }

            return _last;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whether one more run may start.</summary>
    public async Task<bool> MayRunAsync(CancellationToken cancellationToken)
    {
        var state = (await GetAsync(cancellationToken)).State;
        return state is BudgetState.Normal
            || (state is BudgetState.Saving && !await BudgetCount.IsDayUsedUpAsync(store, options.Budget, time.GetUtcNow(), cancellationToken));
    }

    /// <summary>Whether a group has used up what its model may cost in the month.</summary>
    public async Task<bool> IsGroupUsedUpAsync(string folder, CancellationToken cancellationToken)
    {
        return (await GetAsync(cancellationToken)).GroupsUsedUp.Contains(folder);
    }

    /// <summary>Whether a group's messages may be answered now; if not, the group is told, once a day or month.</summary>
    public async Task<bool> MayAnswerAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        var isUsedUp = await IsGroupUsedUpAsync(group.Folder, cancellationToken);
        if (!isUsedUp && await MayRunAsync(cancellationToken))
        {
            return true;
        }

        var status = await GetAsync(cancellationToken);
        var until = isUsedUp || status.State is BudgetState.Stopped ? status.ResetsAt : BudgetCount.NextDay(time.GetUtcNow());
        var key = $"budget-wait:{until:yyyyMMdd}:{group.Jid}";
        if (_told.TryAdd(key, true))
        {
            LogWaits(group.Folder, status.State, until);
            var local = TimeZoneInfo.ConvertTime(until, options.Zone);
            await outbox.AddAsync(
                [
                    new OutgoingMessage
                    {
                        DeliveryId = key,
                        ChatJid = group.Jid,
                        Text = string.Create(CultureInfo.InvariantCulture, $"To stay within the budget I answer again from {local:yyyy-MM-dd HH:mm} on. Your messages are kept until then.{(group.IsMain ? $" To go on at once: {BudgetCommand.Override}." : "")}"),
                        CreatedAt = time.GetUtcNow(),
                    },
                ],
                cancellationToken);
        }

        return false;
    }

    /// <summary>The main group's word: for a day, everything runs.</summary>
    public async Task<DateTimeOffset> OverrideAsync(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + OverrideLength;
        await store.State.SetAsync(BudgetCount.OverrideKey, until.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        await CountAnewAsync(cancellationToken);
        return until;
    }

    /// <summary>The limits hold again.</summary>
    public async Task EndOverrideAsync(CancellationToken cancellationToken)
    {
        await store.State.RemoveAsync(BudgetCount.OverrideKey, cancellationToken);
        await CountAnewAsync(cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private async Task CountAnewAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        _last = null;
        _gate.Release();
    }

    private async Task AnnounceAsync(BudgetStatus status, CancellationToken cancellationToken)
    {
        var known = await store.State.FindAsync(BudgetCount.StateKey, cancellationToken) ?? nameof(BudgetState.Normal);
        var told = BudgetCount.WordOf(status);
        if (known == told)
        {
            return;
        }

        LogChanged(known, told, status.SoFarUsd, status.ProjectedUsd, status.Model?.SoFarUsd);
        var now = time.GetUtcNow();
        // Who lifted it was answered, and nothing is fine yet.
        if (status.OverriddenUntil is null && (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is { } main)
        {
            await outbox.AddAsync(
                [
                    new OutgoingMessage
                    {
                        DeliveryId = $"budget:{told}:{now:yyyyMMddTHHmmssfff}",
                        ChatJid = main.Jid,
                        Text = Describe(status),
                        CreatedAt = now,
                    },
                ],
                cancellationToken);
        }

        await store.State.SetAsync(BudgetCount.StateKey, told, cancellationToken);
    }

    private static string Describe(BudgetStatus status)
    {
        var (soFar, projected) = status is { IsForModel: true, Model: { } model } ? (model.SoFarUsd, model.ProjectedUsd) : (status.SoFarUsd, status.ProjectedUsd);
        var whose = status.IsForModel ? "the model" : "Cloudflare";
        var sums = string.Create(CultureInfo.InvariantCulture, $"so far ${soFar:0.00}, projected ${projected:0.00}, new month on {status.ResetsAt:yyyy-MM-dd}");
        return status.State switch
        {
            BudgetState.Saving => $"I am saving: {whose}'s bill is heading past the budget ({sums}). Recurring tasks wait and runs a day are capped{(status.SavingModel is { } cheaper ? $", and {cheaper} answers" : "")}. Send {BudgetCommand.Override} here to lift this for a day.",
            BudgetState.Stopped => $"I have stopped: the month's budget for {whose} is used up ({sums}). Messages are kept and answered later. Send {BudgetCommand.Override} here to go on for a day.",
            _ when status.SavingModel is { } cheaper => $"I am saving: {whose}'s bill is heading past the budget ({sums}), so {cheaper} answers from now on, in all groups. It ends by itself. Send {BudgetCommand.Override} here to lift this for a day.",
            _ => $"The budget is fine again ({sums}).",
        };
    }

    [LoggerMessage(LogLevel.Warning, "{Group} is not answered before {Until}: the budget ({State}) lets no more run.", EventName = "budget_group_waits")]
    private partial void LogWaits(string group, BudgetState state, DateTimeOffset until);

    [LoggerMessage(LogLevel.Warning, "Budget: {Before} -> {After}; so far {UsedUsd} USD, projected {ProjectedUsd} USD; the model {ModelUsd} USD.", EventName = "budget_changed")]
    private partial void LogChanged(string before, string after, decimal usedUsd, decimal projectedUsd, decimal? modelUsd);
}
