namespace NanoClaw.Agents;

/// <summary>The identity of a run, for a caller that stores it before the run so as to take the run up after a restart.</summary>
public sealed record AgentRunOptions
{
    /// <summary>
    /// The run's id, <c>[A-Za-z0-9_-]</c>, 16 to 64. Null: a new one. The same id never runs twice, and belongs to its
    /// request byte for byte: store both.
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>
    /// The last <see cref="AgentEvent.EventId"/> already handled: the run goes on with the one after it. 0: from its
    /// start. In any case it is only taken up, never run; one that is not kept any more is a
    /// <see cref="AgentConflictException"/>. Needs <see cref="RunId"/>.
    /// </summary>
    public long? LastEventId { get; init; }
}
