using System.Collections.Frozen;

namespace NanoClaw.Store;

public enum RunStatus
{
    /// <summary>Begun, and its end not yet known: after a restart it is resumed.</summary>
    Running,
    Succeeded,
    Failed,
}

/// <summary>One run of the agent, from before its request is sent until its outcome is known.</summary>
public sealed record AgentRun
{
    /// <summary>Sent as the <c>Idempotency-Key</c>.</summary>
    public required string RunId { get; init; }
    public required string GroupFolder { get; init; }
    public required string ChatJid { get; init; }

    /// <summary>The scheduled task that runs; null when messages are answered.</summary>
    public string? TaskId { get; init; }

    /// <summary>The request as JSON, so that a resumed run has the same body; dropped when the run ends.</summary>
    public string? Request { get; init; }

    /// <summary>The agent cursor before this run's messages; it is put back if the run fails unanswered.</summary>
    public MessageCursor CursorBefore { get; init; }

    /// <summary>The agent cursor with this run's messages.</summary>
    public MessageCursor CursorAfter { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public RunStatus Status { get; init; }

    /// <summary>The last event of the run's stream that has had its effect.</summary>
    public long LastEventId { get; init; }

    /// <summary>Whether text of this run was handed over for sending.</summary>
    public bool HasOutput { get; init; }

    /// <summary>Retries before this run, for the backoff.</summary>
    public int Attempt { get; init; }
    public string? ErrorCode { get; init; }
    public RunUsage Usage { get; init; } = RunUsage.None;
}

/// <summary>What a run used. Tokens as the model's API counted them.</summary>
public sealed record RunUsage(long InputTokens, long OutputTokens, int Steps, TimeSpan Duration, string? Model)
{
    /// <summary>Of the tokens read, those from the provider's cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Of the tokens read, those written to the provider's cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>What each model used, where several were asked; it is only written.</summary>
    public IReadOnlyList<ModelShare> Shares { get; init; } = [];

    /// <summary>The model that answered, where the runtime told it.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>How often each tool was used at the Worker, by name; it is only written.</summary>
    public IReadOnlyDictionary<string, int> Tools { get; init; } = FrozenDictionary<string, int>.Empty;

    public static RunUsage None { get; } = new(0, 0, 0, TimeSpan.Zero, null);
}
