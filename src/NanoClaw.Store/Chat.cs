namespace NanoClaw.Store;

/// <summary>A chat that a channel knows, registered as a group or not.</summary>
public sealed record Chat
{
    public required string Jid { get; init; }

    /// <summary>Null leaves the known name as it is.</summary>
    public string? Name { get; init; }

    /// <summary>Never moved backwards by a later write.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }
    public string? Channel { get; init; }
    public bool? IsGroup { get; init; }
}
