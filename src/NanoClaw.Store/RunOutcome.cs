namespace NanoClaw.Store;

/// <summary>How a run ended.</summary>
public sealed record RunOutcome
{
    public required RunStatus Status { get; init; }
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>A stable word of the agent contract, never a message's text.</summary>
    public string? ErrorCode { get; init; }
    public RunUsage Usage { get; init; } = RunUsage.None;

    /// <summary>Put the agent cursor back, so that the messages are pending again.</summary>
    public bool RestoreCursor { get; init; }

    /// <summary>Why messages of the run are set aside, a stable word; null: none is.</summary>
    public string? SetAside { get; init; }

    /// <summary>The place in the chat from which on the run's messages are set aside; null: the last of them alone is.</summary>
    public long? SetAsideFrom { get; init; }

    /// <summary>The session to go on with; null leaves it as it is.</summary>
    public string? SessionId { get; init; }

    /// <summary>Texts that tell a chat of the end: they go into the outbox with it.</summary>
    public IReadOnlyCollection<OutgoingMessage> Texts { get; init; } = [];
}
