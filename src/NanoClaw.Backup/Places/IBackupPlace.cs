namespace NanoClaw.Backup.Places;

/// <summary>Where backups lie: a folder, or a bucket behind the Worker. It sees names and sealed bytes alone.</summary>
public interface IBackupPlace
{
    /// <summary>The place, as a person knows it.</summary>
    string Description { get; }

    /// <summary>Keeps something whole, or not at all; what had this name is replaced.</summary>
    /// <exception cref="BackupException">It is full, away, or refuses.</exception>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <returns>Null where there is nothing of this name.</returns>
    Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>All names that begin so.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Removes something, or does nothing where it is gone already.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Holds the place for one backup, restore or pruning. A holder that was killed holds nothing for long.</summary>
    /// <exception cref="BackupException">Another holds it (<see cref="BackupFailure.InUse"/>).</exception>
    Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken);
}
