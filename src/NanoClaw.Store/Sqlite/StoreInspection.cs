using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NanoClaw.Store.Sqlite;

/// <summary>A look at a database file that changes nothing in it: no upgrade, no cursors taken over.</summary>
public sealed class StoreInspection : IDisposable
{
    private readonly Connection _connection;
    private readonly StoreErrors _errors;

    private StoreInspection(Connection connection, StoreErrors errors)
    {
        _connection = connection;
        _errors = errors;
    }

    /// <summary>The schema that this program knows.</summary>
    public static long KnownSchema => Schema.Version;

    /// <summary>The file's schema: 0 is v1's, whose first opening upgrades it.</summary>
    public long SchemaVersion => Read(() => _connection.QueryNumber("PRAGMA user_version"));

    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static StoreInspection Open(string path)
    {
        var errors = new StoreErrors(path);
        if (!File.Exists(path))
        {
            throw new StoreException(StoreFailure.NotAccessible, $"{path} does not exist.");
        }

        try
        {
            return new StoreInspection(Connection.Open(path, TimeSpan.FromSeconds(2), readOnly: true), errors);
        }
        catch (SqliteException exception)
        {
            throw errors.From(exception);
        }
    }

    /// <summary>Looks through the whole file for damage.</summary>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>The first fault; null where there is none.</returns>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public string? FindDamage(CancellationToken cancellationToken)
    {
        using var interruption = cancellationToken.Register(_connection.Interrupt);
        try
        {
            return Read(() =>
            {
                using var statement = _connection.Prepare("PRAGMA quick_check(1)");
                return statement.Step() && statement.Text(0) is not "ok" and var fault ? fault : null;
            });
        }
        catch (StoreException exception) when (exception.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT })
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Counts what is in a store of this version.</summary>
    public StoreContents Count() =>
        Read(() =>
            new StoreContents
            {
                // v1 keeps when it last asked for the groups' names as a chat of its own.
                Chats = _connection.QueryNumber("SELECT count(*) FROM chats WHERE jid <> '__group_sync__'"),
                Messages = _connection.QueryNumber("SELECT count(*) FROM messages"),
                TaskRuns = _connection.QueryNumber("SELECT count(*) FROM task_run_logs"),
                Sessions = _connection.QueryNumber("SELECT count(*) FROM sessions"),
            }
        );

    /// <summary>Whether a file holds anything to lose; what cannot be read may. Nothing is made beside it.</summary>
    public static bool HasContent(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var connection = Connection.OpenAsItIs(path);
            return connection.QueryNumber(
                    """
                    SELECT EXISTS (SELECT 1 FROM chats) OR EXISTS (SELECT 1 FROM messages)
                        OR EXISTS (SELECT 1 FROM registered_groups) OR EXISTS (SELECT 1 FROM scheduled_tasks)
                    """
                ) != 0;
        }
        catch (SqliteException)
        {
            return true;
        }
    }

    public void Dispose() => _connection.Dispose();

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException exception)
        {
            throw _errors.From(exception);
        }
    }
}
