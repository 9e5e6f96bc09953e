namespace NanoClaw.Backup;

/// <summary>A backup or a restore could not be done. The message names the next step; nothing was lost.</summary>
public sealed class BackupException : Exception
{
    public BackupException()
        : this("The backup failed.") { }

    public BackupException(string message)
        : base(message) { }

    public BackupException(string message, Exception? innerException)
        : base(message, innerException) { }

    public BackupException(BackupFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    public BackupFailure Failure { get; }

    /// <summary>What a failed access to a file means.</summary>
    internal static BackupException Of(Exception exception, string what) =>
        new(
            exception is IOException { HResult: var code } && (code & 0xFFFF) is 28 or 39 or 112 or 122 ? BackupFailure.Full : BackupFailure.NotAccessible,
            exception is IOException { HResult: var full } && (full & 0xFFFF) is 28 or 39 or 112 or 122
                ? $"There is no room for {what}. Make some, and try again: what was there before is untouched."
                : $"{what} cannot be read or written: {exception.Message} Let this user ({Environment.UserName}) own it, and try again.",
            exception
        );
}
