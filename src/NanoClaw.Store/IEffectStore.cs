namespace NanoClaw.Store;

/// <summary>What agents asked for and what was decided: the audit, which only grows, and what waits for a person.</summary>
public interface IEffectStore
{
    /// <summary>Writes a decision and all that it changes, in one step.</summary>
    /// <exception cref="StoreException">A group has the folder already (<see cref="StoreFailure.Conflict"/>).</exception>
    ValueTask<EffectOutcome> ApplyAsync(EffectChange change, CancellationToken cancellationToken = default);

    ValueTask<EffectDecision?> FindAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>The newest decisions, newest first.</summary>
    ValueTask<IReadOnlyList<EffectDecision>> ListAsync(EffectFilter filter, CancellationToken cancellationToken = default);

    /// <summary>How many decisions there are of a run.</summary>
    ValueTask<int> CountAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>What is held under a short id, open or ended.</summary>
    ValueTask<HeldEffect?> FindHeldAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>What waits for a person, oldest first.</summary>
    ValueTask<IReadOnlyList<HeldEffect>> ListOpenAsync(CancellationToken cancellationToken = default);

    /// <summary>What has ended and its agent was not told of.</summary>
    ValueTask<IReadOnlyList<HeldEffect>> ListUntoldAsync(CancellationToken cancellationToken = default);

    ValueTask MarkToldAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Forgets decisions, and what was held, from before a time: the only way by which any is forgotten.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}
