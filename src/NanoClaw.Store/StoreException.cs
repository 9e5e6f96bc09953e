namespace NanoClaw.Store;

public enum StoreFailure
{
    Other,

    /// <summary>Another process of NanoClaw has this store.</summary>
    InUse,

    /// <summary>Another program held the database longer than the busy timeout.</summary>
    Busy,

    /// <summary>The disk, or the size allowed by <see cref="StoreOptions.MaximumSizeBytes"/>, is full.</summary>
    Full,

    /// <summary>The file is no database, or damaged.</summary>
    Corrupt,

    /// <summary>A newer version of NanoClaw wrote this database.</summary>
    NewerSchema,

    /// <summary>The file or its folder may not be written, or not opened.</summary>
    NotAccessible,

    /// <summary>What was to be stored contradicts what is stored.</summary>
    Conflict,
}

/// <summary>The store could not do what was asked; nothing of the call was stored.</summary>
public sealed class StoreException : Exception
{
    public StoreException()
        : this("The store failed.") { }

    public StoreException(string message)
        : base(message) { }

    public StoreException(string message, Exception? innerException)
        : base(message, innerException) { }

    public StoreException(StoreFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    public StoreFailure Failure { get; }
}
