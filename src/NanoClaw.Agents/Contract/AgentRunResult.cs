namespace NanoClaw.Agents;

/// <summary>How a run that succeeded ended. Its texts were given to the callback.</summary>
public sealed record AgentRunResult
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The session to go on with next time.</summary>
    public string? NewSessionId { get; init; }

    /// <summary>The model that answered, where the runtime tells it.</summary>
    public string? Model { get; init; }

    /// <summary>What the agent asked the host to check and do, in order.</summary>
    public IReadOnlyList<AgentEvent.ActionRequested> Actions { get; init; } = [];

    /// <summary>What the run used, where the runtime counts it.</summary>
    public AgentUsage? Usage { get; init; }
}
