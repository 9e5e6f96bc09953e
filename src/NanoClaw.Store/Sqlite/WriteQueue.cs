using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Sqlite;

/// <summary>
/// The one writer. A caller that finds it idle writes at once, on its own thread; those that come meanwhile wait in
/// line and share a transaction, so that many writers at once cost one commit.
/// </summary>
internal sealed class WriteQueue(Connection connection, StoreErrors errors) : IAsyncDisposable
{
    private const int LargestBatch = 256;
    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite> _waiting = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _busy;
    private bool _closed;

    /// <summary>
    /// Writes now or in turn. What is given may run again after a rollback, so it touches nothing but the connection;
    /// it is atomic where it is more than one statement.
    /// </summary>
    public ValueTask<T> WriteAsync<T>(Func<Connection, T> write, bool atomic, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IStore));
            if (_busy)
            {
                var pending = new PendingWrite<T>(write);
                _waiting.Enqueue(pending);
                return new ValueTask<T>(pending.Task);
            }

            _busy = true;
        }

        try
        {
            return ValueTask.FromResult(atomic ? InTransaction(write) : write(connection));
        }
        catch (SqliteException exception)
        {
            return ValueTask.FromException<T>(errors.From(exception));
        }
        catch (StoreException exception)
        {
            return ValueTask.FromException<T>(exception);
        }
        finally
        {
            PassOn();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_busy)
            {
                _idle.TrySetResult();
            }
        }

        await _idle.Task;
        connection.Dispose();
    }

    private void PassOn()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                BecomeIdle();
                return;
            }
        }

        // The caller who wrote is not held up by those who came after it.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.WriteWaiting(), this, preferLocal: false);
    }

    private void WriteWaiting()
    {
        var batch = new List<PendingWrite>();
        while (true)
        {
            batch.Clear();
            lock (_gate)
            {
                while (batch.Count < LargestBatch && _waiting.TryDequeue(out var next))
                {
                    batch.Add(next);
                }

                if (batch.Count == 0)
                {
                    BecomeIdle();
                    return;
                }
            }

            WriteBatch(batch);
        }
    }

    private void WriteBatch(List<PendingWrite> batch)
    {
        try
        {
            InTransaction(open =>
            {
                foreach (var pending in batch)
                {
                    pending.Run(open);
                }

                return 0;
            });
        }
        catch (Exception exception) when (exception is SqliteException or StoreException)
        {
            // One of them was refused: each now stands for itself.
            foreach (var pending in batch)
            {
                WriteAlone(pending);
            }

            return;
        }

        batch.ForEach(pending => pending.Complete());
    }

    private void WriteAlone(PendingWrite pending)
    {
        try
        {
            InTransaction(open =>
            {
                pending.Run(open);
                return 0;
            });
            pending.Complete();
        }
        catch (SqliteException exception)
        {
            pending.Fail(errors.From(exception));
        }
        catch (StoreException exception)
        {
            pending.Fail(exception);
        }
    }

    private T InTransaction<T>(Func<Connection, T> write)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var result = write(connection);
            Run("COMMIT");
            return result;
        }
        catch
        {
            if (connection.InTransaction)
            {
                Run("ROLLBACK");
            }

            throw;
        }
    }

    private void Run(string sql)
    {
        using var statement = connection.Prepare(sql);
        statement.Run();
    }

    private void BecomeIdle()
    {
        _busy = false;
        if (_closed)
        {
            _idle.TrySetResult();
        }
    }
}
