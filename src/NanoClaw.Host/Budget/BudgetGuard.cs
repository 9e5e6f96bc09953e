using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>Keeps the month's bill within its limit.</summary>
internal sealed class BudgetGuard(IStore store, BudgetNews news, HostOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private BudgetStatus? _last;
    private long _lastAt;

    /// <summary>The state now, from the ledger; it is counted anew every half minute, and each change is told.</summary>
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
                await news.TellChangeAsync(_last, cancellationToken);
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
    public async Task<bool> IsGroupUsedUpAsync(string folder, CancellationToken cancellationToken) =>
        (await GetAsync(cancellationToken)).GroupsUsedUp.Contains(folder);

    /// <summary>Whether a group's messages may be answered now; if not, the group is told, once a day or month.</summary>
    public async Task<bool> MayAnswerAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        var isUsedUp = await IsGroupUsedUpAsync(group.Folder, cancellationToken);
        if (!isUsedUp && await MayRunAsync(cancellationToken))
        {
            await news.ForgetWaitAsync(group, cancellationToken);
            return true;
        }

        var status = await GetAsync(cancellationToken);
        await news.TellWaitAsync(
            group,
            status,
            isUsedUp || status.State is BudgetState.Stopped ? status.ResetsAt : BudgetCount.NextDay(time.GetUtcNow()),
            cancellationToken
        );
        return false;
    }

    /// <summary>The main group's word: for a day, everything runs.</summary>
    public async Task<DateTimeOffset> OverrideAsync(CancellationToken cancellationToken)
    {
        var until = await BudgetOverride.BeginAsync(store, time.GetUtcNow(), cancellationToken);
        await CountAnewAsync(cancellationToken);
        return until;
    }

    /// <summary>The limits hold again.</summary>
    public async Task EndOverrideAsync(CancellationToken cancellationToken)
    {
        await BudgetOverride.EndAsync(store, cancellationToken);
        await CountAnewAsync(cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private async Task CountAnewAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        _last = null;
        _gate.Release();
    }
}
