using System.Collections.Concurrent;
using NanoClaw.Store;

namespace NanoClaw.Host.Stopping;

/// <summary>Runs that a person has stopped. The order is kept in the store before it is carried out, so that it outlives this process.</summary>
internal sealed class RunStops(IStore store, TimeProvider time)
{
    private const string Prefix = "run-stopped:";

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _followed = new(StringComparer.Ordinal);

    /// <summary>Has a run end; one that is not followed at the moment ends as soon as it is.</summary>
    public async Task OrderAsync(string runId, CancellationToken cancellationToken)
    {
        await store.State.SetAsync(Prefix + runId, time.GetUtcNow().ToString("O"), cancellationToken);
        if (_followed.TryGetValue(runId, out var followed))
        {
            await followed.CancelAsync();
        }
    }

    /// <summary>From here on an order ends what follows the run; one that was given before ends it at once.</summary>
    public async Task<StopWatch> EnterAsync(string runId, CancellationToken cancellationToken)
    {
        var ordered = new CancellationTokenSource();
        _followed[runId] = ordered;
        if (await store.State.FindAsync(Prefix + runId, cancellationToken) is not null)
        {
            await ordered.CancelAsync();
        }

        return new StopWatch(ordered, () => _followed.TryRemove(runId, out _), cancellationToken);
    }

    /// <summary>The run is settled: nobody asks for the order any more.</summary>
    public async Task ForgetAsync(string runId) => await store.State.RemoveAsync(Prefix + runId);

    /// <summary>Whether the run that is followed is to end.</summary>
    internal sealed class StopWatch : IDisposable
    {
        private readonly CancellationTokenSource _ordered;
        private readonly CancellationTokenSource _either;
        private readonly Action _leave;

        public StopWatch(CancellationTokenSource ordered, Action leave, CancellationToken cancellationToken)
        {
            (_ordered, _leave) = (ordered, leave);
            _either = CancellationTokenSource.CreateLinkedTokenSource(ordered.Token, cancellationToken);
        }

        public bool IsOrdered => _ordered.IsCancellationRequested;

        /// <summary>Cancelled by an order, and by the end of the process.</summary>
        public CancellationToken Token => _either.Token;

        public void Dispose()
        {
            _leave();
            _either.Dispose();
            // The order that arrives at this moment may still hold it.
        }
    }
}
