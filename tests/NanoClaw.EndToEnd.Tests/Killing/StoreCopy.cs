using Microsoft.Data.Sqlite;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>
/// What a killed process left on the disk, looked at in a copy: opening the store itself would mend it before the next
/// process has to.
/// </summary>
internal sealed class StoreCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-killed-");
    private readonly SqliteConnection _connection;

    public StoreCopy(string database)
    {
        // Without the -shm file, as after a loss of power: all there is to recover from is the database and its log.
        foreach (var file in (string[])[database, database + "-wal"])
        {
            if (File.Exists(file))
            {
                File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
            }
        }

        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.FullName, Path.GetFileName(database)), Pooling = false }.ToString()
        );
        _connection.Open();
    }

    /// <summary><c>ok</c>, or what is wrong.</summary>
    public string Check() => string.Join('\n', Read("PRAGMA quick_check", row => row.GetString(0)));

    public IReadOnlyList<T> Read<T>(string sql, Func<SqliteDataReader, T> row)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }
}
