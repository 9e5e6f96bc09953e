namespace NanoClaw.Store;

public enum HeldState
{
    Open,
    Approved,
    Declined,
    Expired,
    Failed,
}

/// <summary>Something an agent asked for that waits for a person's yes, with the exact arguments.</summary>
public sealed record HeldEffect
{
    /// <summary>The event it was asked by.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it, such as <c>7F</c>. Given to another only when this one is forgotten.</summary>
    public required string Id { get; init; }
    public required string GroupFolder { get; init; }
    public string? RunId { get; init; }
    public string? AskedBy { get; init; }
    public required string Effect { get; init; }
    public required string Arguments { get; init; }
    public string? Origins { get; init; }

    /// <summary>The fingerprint of what people were shown.</summary>
    public required string Shown { get; init; }
    public required DateTimeOffset HeldAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public HeldState State { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
