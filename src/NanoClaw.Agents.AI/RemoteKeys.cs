namespace NanoClaw.Agents.AI;

/// <summary>The names in <c>AdditionalProperties</c> and <c>AdditionalCounts</c> for what has no property of its own.</summary>
public static class RemoteKeys
{
    /// <summary>
    /// In a call's options, a string: the run's id, for a caller that stores it before the call. The same id never runs
    /// twice, and belongs to its request byte for byte. <c>[A-Za-z0-9_-]</c>, 16 to 64.
    /// </summary>
    public const string RunId = "nanoclaw.run_id";

    /// <summary>
    /// In an update, a string: the <c>MessageId</c> of the message whose place this one takes, because the model began
    /// anew after an interruption.
    /// </summary>
    public const string Supersedes = "nanoclaw.supersedes";

    /// <summary>
    /// In the content of an action, a string: whose words, besides those of the group's people, the model had before
    /// it, such as <c>web,groups</c>.
    /// </summary>
    public const string Origins = "nanoclaw.origins";

    /// <summary>In the usage: tokens read that were written to the provider's cache.</summary>
    public const string CacheWriteTokens = "nanoclaw.cache_write_tokens";

    /// <summary>In the usage: model calls of the turn.</summary>
    public const string Steps = "nanoclaw.steps";

    /// <summary>In the usage: how long the run took, in milliseconds.</summary>
    public const string DurationMs = "nanoclaw.duration_ms";
}
