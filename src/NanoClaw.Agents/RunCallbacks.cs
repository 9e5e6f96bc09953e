namespace NanoClaw.Agents;

/// <summary>v1's order of callbacks, made of a run's events.</summary>
internal static class RunCallbacks
{
    public static async Task<AgentRunResult> RunAsync(
        IAgentRuntime runtime,
        AgentRequest request,
        Func<AgentOutput, CancellationToken, Task> onOutput,
        string runId,
        long? lastEventId,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(onOutput);
        var events = runtime.StreamAsync(request, new AgentRunOptions { RunId = runId, LastEventId = lastEventId }, cancellationToken);
        string? session = null;
        AgentUsage? usage = null;
        string? model = null;
        var actions = new List<AgentEvent.ActionRequested>();
        await foreach (var item in events.ConfigureAwait(false))
        {
            switch (item)
            {
                case AgentEvent.Started started:
                    session = started.SessionId ?? session;
                    break;
                case AgentEvent.Output output:
                    await onOutput(new AgentOutput { Result = output.Result, NewSessionId = session }, cancellationToken).ConfigureAwait(false);
                    break;
                case AgentEvent.ActionRequested action:
                    actions.Add(action);
                    break;
                case AgentEvent.Usage used:
                    usage = used.Totals;
                    break;
                case AgentEvent.Done done:
                    (session, model) = (done.SessionId ?? session, done.Model);
                    await onOutput(new AgentOutput { NewSessionId = session }, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        return new AgentRunResult
        {
            RunId = runId,
            NewSessionId = session,
            Actions = actions,
            Usage = usage,
            Model = model,
        };
    }
}
