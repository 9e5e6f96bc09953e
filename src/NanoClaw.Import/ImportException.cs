namespace NanoClaw.Import;

/// <summary>Nothing was imported. The message is for the person at the terminal and names the next step.</summary>
public sealed class ImportException(ImportFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public ImportFailure Failure { get; } = failure;
}

/// <summary>Of what kind a failure is.</summary>
public enum ImportFailure
{
    /// <summary>v1's data is damaged, or this user may not read it.</summary>
    Unreadable,

    /// <summary>There is no v1 where it was looked for.</summary>
    NotFound,

    /// <summary>Something is in the way.</summary>
    Conflict,
}
