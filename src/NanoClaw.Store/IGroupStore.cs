namespace NanoClaw.Store;

public interface IGroupStore
{
    ValueTask<IReadOnlyList<RegisteredGroup>> ListAsync(CancellationToken cancellationToken = default);

    ValueTask<RegisteredGroup?> FindAsync(string jid, CancellationToken cancellationToken = default);

    /// <summary>Adds the group, or replaces the one of the same jid.</summary>
    /// <exception cref="StoreException">Another group has this folder (<see cref="StoreFailure.Conflict"/>).</exception>
    ValueTask PutAsync(RegisteredGroup group, CancellationToken cancellationToken = default);

    /// <returns>False if there was no such group.</returns>
    ValueTask<bool> RemoveAsync(string jid, CancellationToken cancellationToken = default);
}
