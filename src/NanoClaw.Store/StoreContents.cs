namespace NanoClaw.Store;

/// <summary>How much there is in a store.</summary>
public sealed record StoreContents
{
    public required long Chats { get; init; }

    public required long Messages { get; init; }

    public required long TaskRuns { get; init; }

    public required long Sessions { get; init; }
}
