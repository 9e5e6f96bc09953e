using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Sqlite;

/// <summary>Connections that read beside the writer, opened when first needed and kept.</summary>
internal sealed class ReaderPool(Func<Connection> open, int size, StoreErrors errors) : IAsyncDisposable
{
    private readonly ConcurrentBag<Connection> _free = [];
    private readonly SemaphoreSlim _permits = new(size, size);
    private bool _closed;

    public async ValueTask<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(IStore));
        await _permits.WaitAsync(cancellationToken);
        try
        {
            if (!_free.TryTake(out var connection))
            {
                connection = open();
            }

            try
            {
                return read(connection);
            }
            finally
            {
                _free.Add(connection);
            }
        }
        catch (SqliteException exception)
        {
            throw errors.From(exception);
        }
        finally
        {
            _permits.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var taken = 0; taken < size; taken++)
        {
            await _permits.WaitAsync();
        }

        while (_free.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _permits.Dispose();
    }
}
