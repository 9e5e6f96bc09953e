namespace NanoClaw.Deployment.Rotation;

/// <summary>How old a stack's current credentials are, by what the stack itself knows.</summary>
/// <param name="Generation">Their generation.</param>
/// <param name="CreatedAt">When they were made; null where the stack does not tell.</param>
/// <param name="ExpiresAt">When they end by themselves; null likewise.</param>
/// <param name="Now">The time it is.</param>
/// <param name="Limit">How old they may get.</param>
public sealed record CredentialAge(int Generation, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset Now, TimeSpan Limit)
{
    /// <summary>Their age; null where it is not known.</summary>
    public TimeSpan? Age => CreatedAt is { } created ? Now - created : null;

    /// <summary>Whether they are older than they may get. Not known: nobody may go by that, so it is no.</summary>
    public bool IsDue => Age is { } age && age >= Limit;

    /// <summary>Whether they are known to be young enough, and to be valid still for as long as the next rotation may take to come.</summary>
    public bool IsFine => Age is { } age && age < Limit && (ExpiresAt is not { } end || end - Now > Limit);
}
