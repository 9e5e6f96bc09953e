namespace NanoClaw.Backup.Sources;

/// <summary>Where a part of a backup comes from.</summary>
public interface IBackupSource
{
    /// <summary>
    /// All that it has, always in the same order, so that what has not changed makes the same pieces. What may fail
    /// because something is away fails before the first entry.
    /// </summary>
    /// <param name="stage">A folder for what is kept until it is read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<SourceEntry> ListAsync(string stage, CancellationToken cancellationToken);
}
