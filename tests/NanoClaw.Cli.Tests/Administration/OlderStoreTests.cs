using Microsoft.Data.Sqlite;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>A store that v1 wrote, and no assistant of this project has opened yet.</summary>
public sealed class OlderStoreTests : AdministrationFixture
{
    [Fact]
    public async Task It_is_brought_up_to_date_with_a_copy_kept_which_is_said_once()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath)!);
        await using (var v1 = new SqliteConnection($"Data Source={StorePath};Pooling=False"))
        {
            await v1.OpenAsync(Token);
            await using var command = v1.CreateCommand();
            command.CommandText = """
                CREATE TABLE chats (jid TEXT PRIMARY KEY, name TEXT, last_message_time TEXT);
                INSERT INTO chats VALUES ('120363@g.us', 'Family', '2026-02-01T10:00:00.000Z');
                """;
            await command.ExecuteNonQueryAsync(Token);
        }

        var chats = await RunJsonAsync("groups", "list", "--all");

        Assert.Equal("whatsapp", chats[0].GetProperty("channel").GetString());
        var copy = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(StorePath)!, "*.bak"));
        Assert.Contains($"it is kept as {copy}", Nanoclaw.Error, StringComparison.Ordinal);
        await RunAsync("groups", "list");
        Assert.Equal("", Nanoclaw.Error);
    }
}
