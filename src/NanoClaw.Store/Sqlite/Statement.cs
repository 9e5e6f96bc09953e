using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NanoClaw.Store.Sqlite;

/// <summary>
/// A prepared statement of one connection. Disposing ends the use, not the statement: it is reset and waits for the
/// next. On SQLite's own calls because a <see cref="SqliteCommand"/> looks every parameter up by name on each run.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int StackBytes = 512;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_handle, index));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[StackBytes];
        var length = Encoding.UTF8.GetBytes(value, buffer);
        Check(raw.sqlite3_bind_text(_handle, index, buffer[..length]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    public Statement Bind(int index, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_handle, index, number) : raw.sqlite3_bind_null(_handle, index));
        return this;
    }

    public Statement Bind(int index, bool value) => Bind(index, value ? 1L : 0L);

    public Statement Bind(int index, DateTimeOffset? value) => Bind(index, value is { } time ? StoreTime.Format(time) : null);

    /// <summary>Runs to the next row.</summary>
    /// <returns>False when there are no more.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result is raw.SQLITE_ROW)
        {
            return true;
        }

        if (result is not raw.SQLITE_DONE)
        {
            Check(result);
        }

        return false;
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The number of rows changed.</returns>
    public int Run()
    {
        while (Step()) { }

        return raw.sqlite3_changes(_database);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public string Text(int column)
    {
        // column_blob gives the bytes of a text as they are; column_text would measure and copy once more.
        var bytes = raw.sqlite3_column_type(_handle, column) == raw.SQLITE_TEXT ? raw.sqlite3_column_blob(_handle, column) : default;
        return bytes.IsEmpty ? raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? "" : Encoding.UTF8.GetString(bytes);
    }

    public long Number(int column) => raw.sqlite3_column_int64(_handle, column);

    public bool Flag(int column) => Number(column) != 0;

    public DateTimeOffset? Time(int column) => StoreTime.Parse(TextOrNull(column));

    public void Dispose()
    {
        // The result repeats the failure that the step has thrown already.
        _ = raw.sqlite3_reset(_handle);
        _ = raw.sqlite3_clear_bindings(_handle);
    }

    public void Finish() => _handle.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
