namespace NanoClaw.Store;

/// <summary>Runs of the agent and what they used.</summary>
public interface IRunLedger
{
    /// <summary>Writes the run down before it is sent and moves the agent cursor, in one step.</summary>
    ValueTask BeginAsync(AgentRun run, CancellationToken cancellationToken = default);

    /// <summary>
    /// Notes that every event up to <paramref name="eventId"/> has had its effect, and whether text was handed over for
    /// sending; never goes back.
    /// </summary>
    ValueTask AdvanceAsync(string runId, long eventId, bool hasOutput = false, CancellationToken cancellationToken = default);

    /// <summary>The same of an event that is kept as a step of its run; once, however often it comes.</summary>
    ValueTask AdvanceAsync(string runId, RunStep done, bool hasOutput = false, CancellationToken cancellationToken = default);

    /// <summary>Writes the outcome, the session, the texts that tell of it and, where asked, the cursor's return, in one step.</summary>
    /// <returns>False, with nothing changed, if the run is unknown or has ended already.</returns>
    ValueTask<bool> EndAsync(string runId, RunOutcome outcome, CancellationToken cancellationToken = default);

    ValueTask<AgentRun?> FindAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>The newest runs that the filter lets through, newest first.</summary>
    ValueTask<IReadOnlyList<AgentRun>> ListAsync(RunFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The newest runs whose id ends so, newest first.</summary>
    ValueTask<IReadOnlyList<AgentRun>> FindByEndAsync(string ending, int limit, CancellationToken cancellationToken = default);

    /// <summary>Steps, models and tools of a run; all empty of one that is not known.</summary>
    ValueTask<RunDetails> ReadDetailsAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Runs whose end is not known: after a start, those to resume. Oldest first.</summary>
    ValueTask<IReadOnlyList<AgentRun>> ListUnfinishedAsync(CancellationToken cancellationToken = default);

    /// <summary>The newest runs that failed, newest first.</summary>
    ValueTask<IReadOnlyList<AgentRun>> ListFailedAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>The newest run of each group, of those that began since.</summary>
    ValueTask<IReadOnlyList<AgentRun>> ListLastAsync(DateTimeOffset since, CancellationToken cancellationToken = default);

    /// <summary>Use by group and period of the runs that began in the interval, ordered by period and group.</summary>
    ValueTask<IReadOnlyList<UsageTotal>> SumUsageAsync(
        DateTimeOffset from,
        DateTimeOffset before,
        UsagePeriod period,
        CancellationToken cancellationToken = default
    );

    /// <summary>Tokens by group and model of the runs that began in the interval, ordered by group and model.</summary>
    ValueTask<IReadOnlyList<ModelUse>> SumTokensAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken = default);
}
