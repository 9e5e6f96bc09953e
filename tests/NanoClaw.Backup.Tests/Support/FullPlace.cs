using NanoClaw.Backup.Places;

namespace NanoClaw.Backup.Tests.Support;

/// <summary>A place whose disk is full after some pieces.</summary>
internal sealed class FullPlace(IBackupPlace inner, int room) : IBackupPlace
{
    private int _left = room;

    public string Description => inner.Description;

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Interlocked.Decrement(ref _left) >= 0
            ? inner.PutAsync(name, content, cancellationToken)
            : throw new BackupException(BackupFailure.Full, "There is no room.");

    public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) => inner.FindAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken) => inner.HoldAsync(cancellationToken);
}
