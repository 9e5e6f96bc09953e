namespace NanoClaw.Backup;

public enum BackupFailure
{
    Other,

    /// <summary>There is no key here, or its file makes no sense.</summary>
    NoKey,

    /// <summary>The backups were made with another key.</summary>
    WrongKey,

    /// <summary>A piece or a snapshot is missing or was changed.</summary>
    Damaged,

    /// <summary>The disk or the bucket is full.</summary>
    Full,

    /// <summary>The place of the backups, or the agent, cannot be reached.</summary>
    Away,

    /// <summary>The place or the agent refused the credentials.</summary>
    Refused,

    /// <summary>Another backup, restore or assistant is at work.</summary>
    InUse,

    /// <summary>There is no such backup.</summary>
    NotFound,

    /// <summary>What is there is newer, or a restore was left half done.</summary>
    Conflict,

    /// <summary>A file or folder may not be read or written.</summary>
    NotAccessible,
}
