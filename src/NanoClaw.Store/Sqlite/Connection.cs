using Microsoft.Data.Sqlite;

namespace NanoClaw.Store.Sqlite;

/// <summary>One open connection with its prepared statements. Used by one caller at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];
    private readonly SqliteConnection _connection;

    private Connection(SqliteConnection connection) => _connection = connection;

    public static Connection Open(string path, TimeSpan busyTimeout, bool readOnly)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
            }.ToString()
        );
        try
        {
            connection.Open();
            var opened = new Connection(connection);
            opened.Execute($"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}");
            opened.Execute("PRAGMA foreign_keys = ON");
            if (readOnly)
            {
                opened.Execute("PRAGMA query_only = ON");
            }

            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file to look at it: one without a log, which nobody has open, gets none by that.</summary>
    public static Connection OpenAsItIs(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = $"{new Uri(path).AbsoluteUri}?immutable={(File.Exists(path + "-wal") ? 0 : 1)}",
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        try
        {
            connection.Open();
            return new Connection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether a transaction is open: some failures end one by themselves.</summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    /// <summary>The prepared statement of this text, to be disposed after use.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new Statement(_connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs statements that are used once.</summary>
    public void Execute(string sql) => SqliteException.ThrowExceptionForRC(SQLitePCL.raw.sqlite3_exec(_connection.Handle!, sql), _connection.Handle!);

    public long QueryNumber(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    /// <summary>Copies the database page by page; what is still in the write-ahead log is included.</summary>
    public void BackUpTo(string path)
    {
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        _connection.BackupDatabase(target);
    }

    /// <summary>Breaks off what runs on this connection; the one call that another thread may make.</summary>
    public void Interrupt() => SQLitePCL.raw.sqlite3_interrupt(_connection.Handle!);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Finish();
        }

        _connection.Dispose();
    }
}
