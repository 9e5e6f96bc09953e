namespace NanoClaw.Store;

public sealed record StoreOptions
{
    /// <summary>The database, <c>store/messages.db</c> in v1's layout. Made if it is not there, folders included.</summary>
    public required string Path { get; init; }

    /// <summary>The assistant's name: v1 marked its early messages only by the prefix <c>Name:</c>.</summary>
    public string AssistantName { get; init; } = "Andy";

    /// <summary>
    /// Hold the store for this process alone, as the running assistant does. A command that only looks or writes a
    /// task beside it does not.
    /// </summary>
    public bool Exclusive { get; init; } = true;

    /// <summary>
    /// Only look: nothing is made, upgraded or taken over, a file of another schema is refused, and so is every write.
    /// </summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Keep a copy of an older database before it is changed. An import, which works on a copy already, does not.
    /// </summary>
    public bool KeepCopy { get; init; } = true;

    /// <summary>How long to wait for another program that holds the database.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections that read; each has its own page cache of about 2 MB.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>The largest the database may grow, in bytes; null: as large as the disk.</summary>
    public long? MaximumSizeBytes { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
