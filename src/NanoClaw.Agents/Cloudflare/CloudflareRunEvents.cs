namespace NanoClaw.Agents;

/// <summary>The events of one run, from the first, or from the one after which it is taken up. Each reading is a run's calls of its own.</summary>
internal sealed class CloudflareRunEvents(
    CloudflareAgentRuntime runtime,
    AgentRequest request,
    byte[] body,
    string runId,
    long? takenUpAfter,
    CancellationToken cancellationToken
) : IAsyncEnumerable<AgentEvent>
{
    public CloudflareAgentRuntime Runtime => runtime;

    public byte[] Body => body;

    public string RunId => runId;

    public long? TakenUpAfter => takenUpAfter;

    public RunRecord Begin() => new(runtime.Telemetry, runtime.Logger, runtime.Time, CloudflareAgentRuntime.Name, runId, request, runtime.Settings.LogContent);

    /// <param name="reader">The reader's own token, beside the one of the call.</param>
    public IAsyncEnumerator<AgentEvent> GetAsyncEnumerator(CancellationToken reader = default) => new CloudflareRun(this, cancellationToken, reader);
}
