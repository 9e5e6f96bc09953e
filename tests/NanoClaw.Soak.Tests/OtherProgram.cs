using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NanoClaw.Soak.Tests;

/// <summary>Another program with the database open: it takes all the room that there is, or holds the lock.</summary>
internal sealed class OtherProgram : IDisposable
{
    private const int Megabyte = 1024 * 1024;
    private readonly SqliteConnection _connection;
    private readonly long _room;

    public OtherProgram(string path, long room)
    {
        _room = room;
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                DefaultTimeout = 30,
            }.ToString()
        );
        _connection.Open();
        Run("CREATE TABLE other_program (data BLOB)");
    }

    /// <summary>Leaves no page free: whatever needs a new one fails as on a full disk.</summary>
    public void FillUp()
    {
        while (Ask("PRAGMA page_count") * Ask("PRAGMA page_size") < _room)
        {
            Run($"INSERT INTO other_program VALUES (zeroblob({Megabyte}))");
        }

        while (Ask("PRAGMA freelist_count") > 0)
        {
            Run($"INSERT INTO other_program VALUES (zeroblob({Math.Max(1, Ask("PRAGMA freelist_count") - 2) * Ask("PRAGMA page_size")}))");
        }
    }

    public void Empty() => Run("DELETE FROM other_program");

    public void Lock() => Run("BEGIN EXCLUSIVE");

    public void Unlock() => Run("ROLLBACK");

    public void Dispose() => _connection.Dispose();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Ask(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
