namespace NanoClaw.Store;

public interface ISessionStore
{
    ValueTask<string?> FindAsync(string groupFolder, CancellationToken cancellationToken = default);

    ValueTask SetAsync(string groupFolder, string sessionId, CancellationToken cancellationToken = default);

    ValueTask<bool> RemoveAsync(string groupFolder, CancellationToken cancellationToken = default);

    /// <returns>How many there were.</returns>
    ValueTask<int> RemoveAllAsync(CancellationToken cancellationToken = default);
}
