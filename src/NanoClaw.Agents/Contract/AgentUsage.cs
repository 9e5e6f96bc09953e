namespace NanoClaw.Agents;

/// <summary>What a run used.</summary>
public sealed record AgentUsage
{
    /// <summary>Tokens the model read: all of them, however they are billed.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Those of them that came from the cache of the model's provider. 0 from a Worker that does not tell.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Those of them that were written to that cache. 0 from a Worker that does not tell.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Tokens the model wrote.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Model calls.</summary>
    public required int Steps { get; init; }

    /// <summary>How long the run took, in milliseconds, measured by the runtime.</summary>
    public required long DurationMs { get; init; }

    /// <summary>The model's name; of several, the one that was asked last.</summary>
    public required string Model { get; init; }

    /// <summary>What each model used, in the order in which they were asked; null where one did all.</summary>
    public IReadOnlyList<AgentModelShare>? Models { get; init; }

    /// <summary>
    /// How often each tool was used, by its name, those whose effects are actions included; null where none was, or the
    /// runtime does not tell.
    /// </summary>
    public IReadOnlyDictionary<string, int>? Tools { get; init; }
}
