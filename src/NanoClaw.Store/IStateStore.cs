namespace NanoClaw.Store;

/// <summary>Small values by key. The keys of v1's cursors belong to <see cref="ICursorStore"/> and are refused.</summary>
public interface IStateStore
{
    ValueTask<string?> FindAsync(string key, CancellationToken cancellationToken = default);

    ValueTask SetAsync(string key, string value, CancellationToken cancellationToken = default);

    ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken = default);
}
