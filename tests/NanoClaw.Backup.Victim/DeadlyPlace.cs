using NanoClaw.Backup.Places;

namespace NanoClaw.Backup.Victim;

/// <summary>A place at which a process may die before and after each change.</summary>
internal sealed class DeadlyPlace(IBackupPlace inner, Death death) : IBackupPlace
{
    public string Description => inner.Description;

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        death.Step();
        await inner.PutAsync(name, content, cancellationToken);
        death.Step();
    }

    public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) => inner.FindAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        death.Step();
        await inner.DeleteAsync(name, cancellationToken);
        death.Step();
    }

    public Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken) => inner.HoldAsync(cancellationToken);
}
