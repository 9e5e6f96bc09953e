namespace NanoClaw.Agents;

/// <summary>Runs agent turns. Every implementation is safe for concurrent calls.</summary>
public interface IAgentRuntime
{
    /// <summary>
    /// Runs one turn. For each finished text <paramref name="onOutput"/> gets it with the session's id; at the end it
    /// is called once more with a null <see cref="AgentOutput.Result"/>; then the call returns. Callbacks come in
    /// order, one at a time, and an exception in one cancels the run and surfaces here.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="onOutput">The only way by which text reaches the user.</param>
    /// <param name="options">The run's identity, for a caller that may have to take it up again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">The run failed; the message tells the next step.</exception>
    Task<AgentRunResult> RunAsync(
        AgentRequest request,
        Func<AgentOutput, CancellationToken, Task> onOutput,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Runs one turn and gives all of its events, in order, ending with <see cref="AgentEvent.Done"/>. Leaving the
    /// enumeration early cancels the call.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="options">The run's identity, for a caller that may have to take it up again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AgentException">The run failed; the message tells the next step.</exception>
    IAsyncEnumerable<AgentEvent> StreamAsync(AgentRequest request, AgentRunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has a run end that goes on elsewhere, as on a Worker, which does not mind who reads: it ends with
    /// <see cref="AgentErrorCodes.Stopped"/>, what it did stays done, and its session is left as it was. A runtime
    /// whose runs end with their call has nothing to do.
    /// </summary>
    /// <param name="groupFolder">The run's group.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether it was under way.</returns>
    /// <exception cref="AgentException">It could not be told; trying again is safe.</exception>
    Task<bool> StopAsync(string groupFolder, string runId, CancellationToken cancellationToken = default) => Task.FromResult(false);
}
