namespace NanoClaw.Store.Tests;

public sealed class MessageTests : StoreFixture
{
    [Fact]
    public async Task A_message_comes_back_as_it_was_stored()
    {
        await using var store = Open();
        var message = Message("a", 1.234, content: "héllo 🙂\n\0end") with
        {
            IsFromMe = true,
            ReplyToMessageId = "r",
            ReplyToContent = "what?",
            ReplyToSenderName = "Bob",
            ReplyToSender = "bob@fake",
            ReplyToIsFromMe = true,
        };

        await store.Messages.AddAsync(message, Token);

        Assert.Equal(message with { Arrival = 1 }, Assert.Single(await store.Messages.ReadSinceAsync(Chat, default, 10, Token)));
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_cursor_neither_skips_nor_repeats_messages_of_one_timestamp_in_whatever_order_their_ids_are()
    {
        await using var store = Open();
        await store.Messages.AddAsync([Message("m"), Message("z")], Token);
        var cursor = (await store.Messages.ReadSinceAsync(Chat, default, 10, Token)).Aggregate(MessageCursor.Start, (at, message) => at.Including(message));

        await store.Messages.AddAsync(Message("a"), Token);
        await store.Messages.AddAsync(Message("y"), Token);

        Assert.Equal(["a", "y"], await IdsSinceAsync(store, cursor));
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_message_that_arrives_late_with_an_old_timestamp_is_not_skipped()
    {
        await using var store = Open();
        await store.Messages.AddAsync(Message("now", 100), Token);

        await store.Messages.AddAsync(Message("late", 1), Token);

        Assert.Equal(["late"], await IdsSinceAsync(store, new(1, At(100))));
        Assert.Equal(At(100), new MessageCursor(1, At(100)).Including(Message("late", 1) with { Arrival = 2 }).Timestamp);
    }

    [Fact]
    public async Task A_message_delivered_again_is_updated_and_keeps_its_place()
    {
        await using var store = Open();
        await store.Messages.AddAsync([Message("a"), Message("b")], Token);

        await store.Messages.AddAsync(Message("a", content: "edited"), Token);

        Assert.Equal(["b"], await IdsSinceAsync(store, new(1, null)));
        Assert.Equal("edited", (await store.Messages.ReadSinceAsync(Chat, default, 10, Token))[0].Content);
    }

    [Fact]
    public async Task What_the_assistant_said_is_in_the_history_but_not_pending_even_when_the_channel_echoes_it()
    {
        await using var store = Open();
        await store.Messages.AddAsync(Message("bot") with { IsBotMessage = true }, Token);

        await store.Messages.AddAsync(Message("bot"), Token);

        Assert.Empty(await IdsSinceAsync(store));
        Assert.True(Assert.Single(await store.Messages.ReadHistoryAsync(Chat, 10, Token)).IsBotMessage);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task A_person_who_writes_the_assistants_name_and_a_colon_is_heard()
    {
        await using var store = Open();

        await store.Messages.AddAsync(Message("a", content: "andy: are you there?"), Token);

        Assert.Equal(["a"], await IdsSinceAsync(store));
    }

    [Fact]
    public async Task A_place_is_not_used_twice_when_the_newest_messages_are_deleted_by_hand()
    {
        await using var store = Open();
        await store.Messages.AddAsync([Message("a"), Message("b")], Token);
        await store.Cursors.SetAgentAsync(Chat, new(2, At(0)), Token);
        V1Database.Execute(DatabasePath, "DELETE FROM messages");

        await store.Messages.AddAsync(Message("c"), Token);

        Assert.Equal(["c"], await IdsSinceAsync(store, new(2, At(0))));
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task Chats_with_messages_of_people_past_their_agent_cursor_are_pending()
    {
        await using var store = Open();
        await store.Messages.AddAsync([Message("a", 1), Message("b", 2, "other@g.us"), Message("c", 3, "third@g.us")], Token);
        await store.Messages.AddAsync(Message("d", 4, "fourth@g.us") with { IsBotMessage = true }, Token);
        await store.Cursors.SetAgentAsync("third@g.us", new(1, At(3)), Token);

        Assert.Equal([Chat, "other@g.us"], await store.Messages.ListPendingChatsAsync(Token));
    }

    [Fact]
    public async Task A_batch_is_stored_whole_or_not_at_all()
    {
        await using var store = Open();

        V1Database.Execute(DatabasePath, "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN new.id = 'bad' BEGIN SELECT raise(ABORT, 'bad'); END");

        await Assert.ThrowsAsync<StoreException>(async () => await store.Messages.AddAsync([Message("a"), Message("bad")], Token));

        Assert.Empty(await IdsSinceAsync(store));
    }

    [Fact]
    public async Task Chats_keep_their_name_and_newest_time()
    {
        await using var store = Open();
        await store.Chats.UpsertAsync(
            new Chat
            {
                Jid = Chat,
                Name = "Family",
                LastMessageAt = At(5),
                Channel = "whatsapp",
                IsGroup = true,
            },
            Token
        );

        await store.Chats.UpsertAsync(new Chat { Jid = Chat, LastMessageAt = At(1) }, Token);

        var chat = Assert.Single(await store.Chats.ListAsync(Token));
        Assert.Equal(("Family", At(5), "whatsapp", true), (chat.Name, chat.LastMessageAt!.Value, chat.Channel, chat.IsGroup!.Value));
    }
}
