namespace NanoClaw.Store.Tests;

/// <summary>One may go back to v1, and come again: v1's statements are run on the file as v1 runs them.</summary>
public sealed class BackToV1Tests : StoreFixture
{
    private void V1Stores(string id, string timestamp) =>
        V1Database.Execute(
            DatabasePath,
            $"""
            INSERT OR REPLACE INTO messages (id, chat_jid, sender, sender_name, content, timestamp, is_from_me, is_bot_message)
            VALUES ('{id}', 'family@g.us', 's', 'n', 'text', '{timestamp}', 0, 0)
            """
        );

    [Fact]
    [Trait("v1", "cursors")]
    public async Task V1_finds_its_cursors_where_it_left_them()
    {
        await using (var store = Open())
        {
            await store.Messages.AddAsync([Message("a", 1), Message("b", 2), Message("q\"'\\", 3, chat: "odd\"jid'\\")], Token);
            var pending = await store.Messages.ReadSinceAsync(Chat, default, 10, Token);
            await store.Cursors.SetAgentAsync("odd\"jid'\\", new(1, At(3)), Token);
            await store.Cursors.SetAgentAsync(Chat, MessageCursor.Start.Including(pending[0]), Token);
        }

        Assert.Equal("2026-03-01T12:00:03.000Z", V1Database.Query(DatabasePath, "SELECT value FROM router_state WHERE key = 'last_timestamp'"));
        Assert.Equal(
            """{"odd\"jid'\\":"2026-03-01T12:00:03.000Z","family@g.us":"2026-03-01T12:00:01.000Z"}""",
            V1Database.Query(DatabasePath, "SELECT value FROM router_state WHERE key = 'last_agent_timestamp'")
        );
    }

    [Fact]
    public async Task What_v1_stored_and_answered_meanwhile_is_not_answered_again_and_what_it_left_is()
    {
        await using (var store = Open())
        {
            await store.Messages.AddAsync([Message("a", 1), Message("b", 5)], Token);
            await store.Cursors.SetAgentAsync(Chat, new(1, At(1)), Token);
        }

        // v1 stores three, one of them older than what waits, replaces one it knew, and answers up to second 3.
        V1Stores("c", "2026-03-01T12:00:03.000Z");
        V1Stores("d", "2026-03-01T12:00:06.000Z");
        V1Stores("e", "2026-03-01T12:00:04.000Z");
        V1Stores("a", "2026-03-01T12:00:01.000Z");
        V1Database.Execute(DatabasePath, """UPDATE router_state SET value = '{"family@g.us":"2026-03-01T12:00:03.000Z"}' WHERE key = 'last_agent_timestamp'""");

        await using var again = Open();

        Assert.Equal(["e", "b", "d"], await IdsSinceAsync(again, await again.Cursors.GetAgentAsync(Chat, Token)));
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_corrupt_map_of_cursors_counts_as_empty_for_v1_and_is_made_whole_from_ours()
    {
        await using (var store = Open())
        {
            await store.Messages.AddAsync([Message("a", 1), Message("b", 2)], Token);
            await store.Cursors.SetAgentAsync(Chat, new(1, At(1)), Token);
        }

        V1Database.Execute(DatabasePath, "UPDATE router_state SET value = '{corrupt' WHERE key = 'last_agent_timestamp'");

        await using var again = Open();

        Assert.Equal(["b"], await IdsSinceAsync(again, await again.Cursors.GetAgentAsync(Chat, Token)));
        Assert.Equal(
            """{"family@g.us":"2026-03-01T12:00:01.000Z"}""",
            V1Database.Query(DatabasePath, "SELECT value FROM router_state WHERE key = 'last_agent_timestamp'")
        );
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_corrupt_map_of_a_v1_database_leaves_everything_since_the_last_answer_pending()
    {
        V1Database.Create(DatabasePath, "replies and scripts");
        V1Database.Execute(DatabasePath, "UPDATE router_state SET value = '[1]' WHERE key = 'last_agent_timestamp'");

        await using var store = Open();

        Assert.Equal(["c"], await IdsSinceAsync(store, await store.Cursors.GetAgentAsync(Chat, Token)));
    }

    [Fact]
    public async Task V1_can_write_to_the_database_we_made()
    {
        await using (Open()) { }

        V1Database.Execute(DatabasePath, "INSERT INTO chats (jid, name, last_message_time) VALUES ('family@g.us', 'F', 't')");
        V1Stores("c", "2026-03-01T12:00:03.000Z");
        V1Stores("d", "2026-03-01T12:00:03.000Z");
        V1Database.Execute(
            DatabasePath,
            """
            INSERT OR REPLACE INTO registered_groups (jid, name, folder, trigger_pattern, added_at, container_config, requires_trigger, is_main)
            VALUES ('family@g.us', 'F', 'family', '@Andy', 't', NULL, 1, 0)
            """
        );

        await using var store = Open();

        Assert.Equal(["c", "d"], await IdsSinceAsync(store));
        Assert.Single(await store.Groups.ListAsync(Token));
    }
}
