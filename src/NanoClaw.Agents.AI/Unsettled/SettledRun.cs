namespace NanoClaw.Agents.AI;

/// <summary>A run whose id is kept unless it came to its end, or failed in a way that the same id would only repeat.</summary>
internal sealed class SettledRun : IAsyncDisposable
{
    private readonly IUnsettledRuns _unsettled;
    private readonly string _fingerprint;
    private readonly IAsyncEnumerator<AgentEvent> _events;
    private bool _settled;

    public SettledRun(IAgentRuntime runtime, AgentRequest request, string? runId, IUnsettledRuns unsettled, CancellationToken cancellationToken)
    {
        _unsettled = unsettled;
        _fingerprint = AgentContract.Fingerprint(request);
        RunId = runId ?? unsettled.Take(_fingerprint) ?? Guid.NewGuid().ToString("N");
        _events = runtime.StreamAsync(request, new AgentRunOptions { RunId = RunId }, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    public string RunId { get; }

    /// <summary>The next event, or null after the last.</summary>
    public async ValueTask<AgentEvent?> NextAsync()
    {
        try
        {
            if (await _events.MoveNextAsync().ConfigureAwait(false))
            {
                _settled |= _events.Current is AgentEvent.Done;
                return _events.Current;
            }

            return null;
        }
        catch (AgentException exception)
        {
            _settled = AgentErrorRules.Of(exception.Code) is not (AgentErrorRule.Wait or AgentErrorRule.Mend);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_settled)
        {
            _unsettled.Keep(_fingerprint, RunId);
        }

        await _events.DisposeAsync().ConfigureAwait(false);
    }
}
