using NanoClaw.Store.Sqlite;

namespace NanoClaw.Store.Tests;

/// <summary>A copy of what another program may be using: whole, and nothing is written where the original is.</summary>
public sealed class DatabaseCopyTests : StoreFixture
{
    private string Folder => Path.GetDirectoryName(DatabasePath)!;

    private string Target => Path.Combine(Folder, "copy", "messages.db");

    private void Insert(string id) =>
        V1Database.Execute(
            DatabasePath,
            $"INSERT INTO messages (id, chat_jid, content, timestamp) VALUES ('{id}', 'family@g.us', 'x', '2026-03-01T12:00:04.000Z')"
        );

    private string Copy()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        DatabaseCopy.Make(DatabasePath, Target, cancellationToken: Token);
        return V1Database.Query(Target, "SELECT count(*) || ' ' || (SELECT * FROM pragma_integrity_check) FROM messages")!;
    }

    private Dictionary<string, string> Bytes() =>
        Directory
            .GetFiles(Folder)
            .ToDictionary(
                path => path,
                path => $"{File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}",
                StringComparer.Ordinal
            );

    [Fact]
    public void A_database_of_v1_is_copied_and_left_as_it_is()
    {
        V1Database.Create(DatabasePath, "main flag");
        var before = Bytes();

        Assert.Equal("4 ok", Copy());

        Assert.Equal(before, Bytes());
    }

    [Fact]
    public void One_with_a_write_ahead_log_that_was_closed_gets_no_new_files_beside_it()
    {
        V1Database.Create(DatabasePath, "main flag");
        V1Database.Execute(DatabasePath, "PRAGMA journal_mode = WAL");
        var before = Bytes();

        Assert.Equal("4 ok", Copy());

        Assert.Equal(before, Bytes());
    }

    [Fact]
    public async Task What_an_open_writer_has_in_its_log_is_copied()
    {
        V1Database.Create(DatabasePath, "main flag");
        V1Database.Execute(DatabasePath, "PRAGMA journal_mode = WAL");
        await using var writer = V1Database.Connect(DatabasePath);
        Insert("late");
        var before = Bytes();

        Assert.Equal("5 ok", Copy());

        Assert.Equal(before, Bytes());
    }

    [Fact]
    public async Task An_unfinished_transaction_is_not_part_of_the_copy()
    {
        V1Database.Create(DatabasePath, "main flag");
        await using var writer = V1Database.Connect(DatabasePath);
        await using var transaction = await writer.BeginTransactionAsync(Token);
        var command = writer.CreateCommand();
        command.CommandText = "DELETE FROM messages";
        await command.ExecuteNonQueryAsync(Token);

        Assert.Equal("4 ok", Copy());
    }

    [Fact]
    public async Task What_a_crash_left_half_written_is_undone_in_the_copy_alone()
    {
        V1Database.Create(DatabasePath, "main flag");
        await using (var writer = V1Database.Connect(DatabasePath))
        {
            // Pages go to the file before the end of the transaction once the cache has no room for them.
            var command = writer.CreateCommand();
            command.CommandText = """
                PRAGMA cache_size = 2; BEGIN;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO messages (id, chat_jid, content, timestamp) SELECT i, 'family@g.us', printf('%.200c', 'x'), '2026' FROM n;
                """;
            await command.ExecuteNonQueryAsync(Token);
            foreach (var ending in new[] { "", "-journal" })
            {
                File.Copy(DatabasePath + ending, Path.Combine(Folder, "crashed.db" + ending));
            }
        }

        var crashed = Path.Combine(Folder, "crashed.db");
        var before = Bytes();
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        DatabaseCopy.Make(crashed, Target, cancellationToken: Token);

        Assert.Equal("4", V1Database.Query(Target, "SELECT count(*) FROM messages"));
        Assert.Equal(before, Bytes());
    }

    [Fact]
    public void A_file_that_is_no_database_is_told_as_such()
    {
        File.WriteAllText(DatabasePath, new string('x', 5000));

        Assert.Equal(StoreFailure.Corrupt, Assert.Throws<StoreException>(() => Copy()).Failure);
    }

    [Fact]
    public void A_copy_can_be_broken_off()
    {
        V1Database.Create(DatabasePath, "1.0");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);

        Assert.Throws<OperationCanceledException>(() => DatabaseCopy.Make(DatabasePath, Target, cancellationToken: stop.Token));
    }
}
