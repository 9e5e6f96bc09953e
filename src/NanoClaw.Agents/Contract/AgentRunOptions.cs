namespace NanoClaw.Agents;

/// <summary>The identity of a run, for a caller that stores it before the run so as to take the run up after a restart.</summary>
public sealed record AgentRunOptions
{
    /// <summary>The run's id, <c>[A-Za-z0-9_-]</c>, 16 to 64. Null: a new one. The same id and request never run twice.</summary>
    public string? RunId { get; init; }

    /// <summary>The last <see cref="AgentEvent.EventId"/> already handled: the run goes on with the one after it. Needs <see cref="RunId"/>.</summary>
    public long? LastEventId { get; init; }
}
