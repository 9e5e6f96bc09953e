namespace NanoClaw.Store.Tests;

public sealed class UpgradeTests : StoreFixture
{
    public static TheoryData<string> Shapes => [.. V1Database.Shapes];

    [Theory, MemberData(nameof(Shapes))]
    [Trait("v1", "schema")]
    public async Task A_database_of_every_v1_shape_opens_with_all_that_was_in_it(string shape)
    {
        V1Database.Create(DatabasePath, shape);

        await using var store = Open();

        var history = await store.Messages.ReadHistoryAsync(Chat, 10, Token);
        Assert.Equal(["a", "b", "answer", "c"], history.Select(message => message.Id));
        Assert.Equal([false, false, true, false], history.Select(message => message.IsBotMessage));
        var task = Assert.Single(await store.Tasks.ListAsync(cancellationToken: Token));
        Assert.Equal(("t1", ScheduledTaskStatus.Active), (task.Id, task.Status));
        Assert.Equal(V1Database.IsAtLeast(shape, "context mode") ? ContextMode.Group : ContextMode.Isolated, task.ContextMode);
        Assert.Single(await store.Tasks.ListRunsAsync("t1", 10, Token));
        var chats = await store.Chats.ListAsync(Token);
        Assert.Equal([Chat, "5@s.whatsapp.net"], chats.Select(chat => chat.Jid));
        Assert.Equal([true, false], chats.Select(chat => chat.IsGroup!.Value));
        Assert.All(chats, chat => Assert.Equal("whatsapp", chat.Channel));
        Assert.NotNull(await store.Chats.GetLastGroupSyncAsync(Token));
        if (V1Database.IsAtLeast(shape, "state tables"))
        {
            var group = Assert.Single(await store.Groups.ListAsync(Token));
            Assert.True(group.IsMain);
            Assert.False(group.RequiresTrigger);
            Assert.Equal("""{"timeout":5}""", group.ContainerConfig);
            Assert.Equal("session-1", await store.Sessions.FindAsync("main", Token));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    [Trait("v1", "cursors")]
    public async Task V1_cursors_are_taken_over(string shape)
    {
        V1Database.Create(DatabasePath, shape);

        await using var store = Open();

        // Before there were cursors in the database, what came before the assistant's last answer is answered.
        var pending = await IdsSinceAsync(store, await store.Cursors.GetAgentAsync(Chat, Token));
        Assert.Equal(V1Database.IsAtLeast(shape, "state tables") ? ["b", "c"] : ["c"], pending);
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task The_copy_kept_before_the_first_change_is_the_database_as_it_was(string shape)
    {
        V1Database.Create(DatabasePath, shape);
        var schema = V1Database.Query(DatabasePath, "SELECT group_concat(sql) FROM sqlite_schema");

        await using var store = Open();

        Assert.NotNull(store.UpgradeCopy);
        Assert.Equal(schema, V1Database.Query(store.UpgradeCopy, "SELECT group_concat(sql) FROM sqlite_schema"));
        Assert.Equal("4", V1Database.Query(store.UpgradeCopy, "SELECT count(*) FROM messages"));
        Assert.Equal("0", V1Database.Query(store.UpgradeCopy, "PRAGMA user_version"));
    }

    [Fact]
    public async Task The_copy_holds_what_is_still_in_the_write_ahead_log()
    {
        V1Database.Create(DatabasePath, "replies and scripts");
        await using var other = V1Database.Connect(DatabasePath);
        V1Database.Execute(DatabasePath, "PRAGMA journal_mode = WAL");
        using (var command = other.CreateCommand())
        {
            command.CommandText = "INSERT INTO messages (id, chat_jid, content, timestamp) VALUES ('late', 'family@g.us', 'x', '2026-03-01T12:00:04.000Z')";
            command.ExecuteNonQuery();
        }

        await using var store = Open();

        Assert.Equal("5", V1Database.Query(store.UpgradeCopy!, "SELECT count(*) FROM messages"));
    }

    [Fact]
    public async Task A_database_that_is_up_to_date_is_neither_changed_nor_copied()
    {
        V1Database.Create(DatabasePath, "1.0");
        await using (Open()) { }

        await using var store = Open();

        Assert.Null(store.UpgradeCopy);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "*.bak"));
    }

    [Fact]
    public async Task A_new_database_needs_no_copy()
    {
        await using var store = Open();

        Assert.Null(store.UpgradeCopy);
        Assert.Equal("wal", V1Database.Query(DatabasePath, "PRAGMA journal_mode"));
    }

    [Fact]
    public void A_newer_schema_is_refused_and_left_untouched()
    {
        V1Database.Create(DatabasePath, "1.0");
        V1Database.Execute(DatabasePath, "PRAGMA user_version = 2");
        var before = File.ReadAllBytes(DatabasePath);

        var exception = Assert.Throws<StoreException>(() => Open());

        Assert.Equal(StoreFailure.NewerSchema, exception.Failure);
        Assert.Contains("schema 2", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public async Task A_failed_upgrade_leaves_the_database_as_it_was()
    {
        V1Database.Create(DatabasePath, "1.0");
        // A view in the place of a table that has to be made: the upgrade fails half-way.
        V1Database.Execute(DatabasePath, "CREATE VIEW outgoing_messages AS SELECT 1");
        var schema = V1Database.Query(DatabasePath, "SELECT group_concat(sql) FROM sqlite_schema");

        Assert.Throws<StoreException>(() => Open());
        Assert.Equal(schema, V1Database.Query(DatabasePath, "SELECT group_concat(sql) FROM sqlite_schema"));

        V1Database.Execute(DatabasePath, "DROP VIEW outgoing_messages");
        await using var store = Open();
        Assert.Equal(4, (await store.Messages.ReadHistoryAsync(Chat, 10, Token)).Count);
    }

    [Fact]
    public void A_file_that_is_no_database_is_told_as_such()
    {
        File.WriteAllText(DatabasePath, new string('x', 5000));

        Assert.Equal(StoreFailure.Corrupt, Assert.Throws<StoreException>(() => Open()).Failure);
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_told_as_such()
    {
        File.WriteAllText(DatabasePath, "");

        var exception = Assert.Throws<StoreException>(() => Open(options => options with { Path = Path.Combine(DatabasePath, "x.db") }));

        Assert.Equal(StoreFailure.NotAccessible, exception.Failure);
    }
}
