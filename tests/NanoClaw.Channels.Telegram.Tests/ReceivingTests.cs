using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram.Tests;

public sealed class ReceivingTests
{
    private const long Family = -1001234567890;

    [Fact]
    public async Task AMessageOfAGroupComesWithItsSenderItsChatAndWhatItAnswers()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push(
            """
            {"message_id":42,"date":1782907200,"chat":{"id":-1001234567890,"type":"supergroup","title":"Family"},
             "from":{"id":7,"is_bot":false,"first_name":"Ann","last_name":"Lee"},"text":"yes",
             "reply_to_message":{"message_id":41,"date":1782907100,"chat":{"id":-1001234567890,"type":"supergroup","title":"Family"},
               "from":{"id":8,"is_bot":false,"first_name":"Bob"},"text":"coming?"}}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal(
            new ChatMessage
            {
                Id = "42",
                ChatJid = "tg:-1001234567890",
                Sender = "7",
                SenderName = "Ann Lee",
                Content = "yes",
                Timestamp = DateTimeOffset.FromUnixTimeSeconds(1782907200),
                ReplyToMessageId = "41",
                ReplyToContent = "coming?",
                ReplyToSenderName = "Bob",
                ReplyToSender = "8",
            },
            phone.Received.Single()
        );
        var chat = phone.Chats.Single();
        Assert.Equal(("tg:-1001234567890", "Family", "telegram", true), (chat.Jid, chat.Name, chat.Channel, chat.IsGroup!.Value));
        Assert.Equal(["tg:-1001234567890"], (await phone.Channel.ListChatsAsync(TestContext.Current.CancellationToken)).Select(known => known.Jid));
    }

    /// <summary>Who wrote what is quoted, as whoever may call is known: by number, and a chat's own for who speaks in its name.</summary>
    [Theory]
    [InlineData(""" "from":{"id":8,"is_bot":false,"first_name":"Bob"} """, "8", false)]
    [InlineData(""" "from":{"id":123456,"is_bot":true,"first_name":"Andy","username":"family_bot"} """, "123456", true)]
    [InlineData(""" "from":{"id":654321,"is_bot":true,"first_name":"Andy","username":"other_bot"} """, "654321", false)]
    [InlineData(""" "from":{"id":123456,"is_bot":true,"first_name":"Andy"},"sender_chat":{"id":-100777,"type":"channel","title":"News"} """, "-100777", false)]
    [InlineData(
        """ "from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-1001234567890,"type":"supergroup","title":"Family"} """,
        "-1001234567890",
        false
    )]
    [InlineData(""" "sender_chat":{"id":-100777,"type":"channel","title":"News"} """, "-100777", false)]
    public async Task WhatIsQuotedComesWithWhoWroteIt(string writer, string sender, bool isFromMe)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push(
            $$$"""
            {"message_id":42,"date":1782907200,"chat":{"id":-1001234567890,"type":"supergroup","title":"Family"},"from":{"id":7,"is_bot":false,"first_name":"Ann"},"text":"this",
             "reply_to_message":{"message_id":41,"date":1782907100,"chat":{"id":-1001234567890,"type":"supergroup","title":"Family"},"text":"that",{{{writer}}}}}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal((sender, isFromMe), (phone.Received.Single().ReplyToSender, phone.Received.Single().ReplyToIsFromMe));
    }

    [Fact]
    public async Task APhotoIsNamedWithItsCaptionAndAJoinIsNoMessage()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push(
            """
            {"message_id":1,"date":1782907200,"chat":{"id":7,"type":"private","first_name":"Ann"},
            "from":{"id":7,"is_bot":false,"first_name":"Ann"},"new_chat_members":[{"id":9,"is_bot":false,"first_name":"Eve"}]}
            """
        );
        phone.Server.Push(
            """
            {"message_id":2,"date":1782907200,"chat":{"id":7,"type":"private","first_name":"Ann"},
            "from":{"id":7,"is_bot":false,"first_name":"Ann"},"photo":[{"file_id":"f","file_unique_id":"u","width":1,"height":1}],
            "caption":"our cat"}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal(("2", "tg:7", "our cat [Photo]"), phone.Received.Select(message => (message.Id, message.ChatJid, message.Content)).Single());
        Assert.All(phone.Chats, chat => Assert.Equal(("Ann", false), (chat.Name, chat.IsGroup)));
    }

    [Fact]
    public async Task AMentionOfTheBotIsACallOfTheAssistant()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push(
            """
            {"message_id":1,"date":1782907200,"chat":{"id":-5,"type":"group","title":"G"},
            "from":{"id":7,"is_bot":false,"first_name":"Ann"},"text":"@Family_bot hi",
            "entities":[{"type":"mention","offset":0,"length":11}]}
            """
        );
        phone.Server.Push(
            """
            {"message_id":2,"date":1782907200,"chat":{"id":-5,"type":"group","title":"G"},
            "from":{"id":7,"is_bot":false,"first_name":"Ann"},"text":"@other_bot hi",
            "entities":[{"type":"mention","offset":0,"length":10}]}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 2);

        Assert.Equal(["@Andy @Family_bot hi", "@other_bot hi"], phone.Received.Select(message => message.Content));
    }

    [Theory]
    [InlineData("@andy_bot hi", "@Andy @andy_bot hi")] // begins with the assistant's name, and is no call by itself
    [InlineData("@Andy, @andy_bot hi", "@Andy, @andy_bot hi")]
    [InlineData("hi @ANDY_BOT", "@Andy hi @ANDY_BOT")]
    public async Task AMentionIsACallWhateverTheBotsNameBeginsWith(string text, string content)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.BotName = "andy_bot";
        var offset = text.IndexOf("@andy_bot", StringComparison.OrdinalIgnoreCase);
        phone.Server.Push(
            $$"""
            {"message_id":7,"date":1782907200,"chat":{"id":-5,"title":"Fam","type":"supergroup"},
            "from":{"id":42,"is_bot":false,"first_name":"Ann"},"text":"{{text}}",
            "entities":[{"type":"mention","offset":{{offset}},"length":9}]}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal((content, true), (phone.Received.Single().Content, phone.Received.Single().MentionsAssistant));
        Assert.True(Trigger.Of(null, "Andy").IsCalledBy(phone.Received.Single().Content));
    }

    [Fact]
    public async Task AnUpdateThatCannotBeHandledIsNotedAndPassed()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Failures.Enqueue(new InvalidOperationException("a fault of ours"));
        phone.Failures.Enqueue(new StoreException(StoreFailure.Conflict, "it contradicts what is stored"));
        phone.Server.Say(Family, 1, "one");
        phone.Server.Say(Family, 2, "two");
        phone.Server.Push(
            """
            {"message_id":3,"date":1782907200,"chat":{"id":-5,"type":"group","title":"G"},
            "from":{"id":7,"is_bot":false,"first_name":"Ann"},"text":"three",
            "entities":[{"type":"mention","offset":2147483647,"length":2147483647},{"type":"mention","offset":-1,"length":2}]}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal("three", phone.Received.Single().Content);
        Assert.Equal(2, phone.Logs.GetSnapshot().Count(line => line.Message.EndsWith("could not be handled, and was passed over.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(""" "photo":[{"file_id":"f","file_unique_id":"u","width":1,"height":1}],"caption":"@Andy what is it?" """, "@Andy what is it? [Photo]")]
    [InlineData(
        """ "animation":{"file_id":"f","file_unique_id":"u","width":1,"height":1,"duration":1},"document":{"file_id":"f","file_unique_id":"u"},"caption":"@Andy look" """,
        "@Andy look [Animation]"
    )]
    [InlineData(""" "venue":{"location":{"longitude":1,"latitude":1},"title":"Zoo","address":"1"},"location":{"longitude":1,"latitude":1} """, "[Venue]")]
    [InlineData(
        """ "poll":{"id":"1","question":"When?","options":[{"text":"now","voter_count":0},{"text":"later","voter_count":0}],"total_voter_count":0,"type":"regular"} """,
        "[Poll: When? (now, later)]"
    )]
    [InlineData(""" "paid_media":{"star_count":1,"paid_media":[]},"caption":"@Andy look" """, "@Andy look [PaidMedia]")]
    [InlineData(""" "checklist":{"title":"Trip","tasks":[{"id":1,"text":"pack"},{"id":2,"text":"go"}]} """, "[Checklist: Trip (pack, go)]")]
    [InlineData(""" "game":{"title":"Chess","description":"d","photo":[]} """, "[Game: Chess]")]
    public async Task WhatComesWithAMessageIsNamedAfterItsCaptionSoThatACaptionCanCall(string attachment, string expected)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push(
            $$"""
            {"message_id":1,"date":1782907200,"chat":{"id":-5,"type":"group","title":"G"},
            "from":{"id":7,"is_bot":false,"first_name":"Ann"},{{attachment}}}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal(expected, phone.Received.Single().Content);
    }

    [Theory]
    [InlineData(""" "text":"one","forward_origin":{"type":"hologram","date":1} """)]
    [InlineData(""" "text":"one","external_reply":{"origin":{"type":"hologram","date":1}} """)]
    [InlineData(
        """ "text":"one","reply_to_message":{"message_id":9,"date":1,"chat":{"id":-5,"type":"group"},"paid_media":{"star_count":1,"paid_media":[{"type":"smell"}]}} """
    )]
    public async Task AThingOfAKindThatIsNotKnownTakesNoTextWithItAndKeepsNothingBack(string message)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push(
            $$"""{"message_id":1,"date":1782907200,"chat":{"id":-5,"type":"group","title":"G"},"from":{"id":7,"is_bot":false,"first_name":"Ann"},{{message}}}"""
        );
        phone.Server.Push("""{"message_id":{"of":"a later time"},"chat":{"id":-5,"type":"group"},"text":"unreadable"}""");
        phone.Server.Say(Family, 3, "two");
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 2);

        Assert.Equal([("one", "Ann"), ("two", "Ann Lee")], phone.Received.Select(received => (received.Content, received.SenderName)));
        Assert.Contains(phone.Logs.GetSnapshot(), line => line.Message.Contains("(update 1001)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMessageInATopicAnswersOnlyWhatItsSenderAnswered()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push(
            """
            {"message_id":9,"date":1782907200,"chat":{"id":-1005,"type":"supergroup","title":"F","is_forum":true},"from":{"id":7,"is_bot":false,"first_name":"Ann"},
             "text":"hi","is_topic_message":true,"message_thread_id":3,
             "reply_to_message":{"message_id":3,"date":1,"chat":{"id":-1005,"type":"supergroup"},"forum_topic_created":{"name":"Trips","icon_color":1}}}
            """
        );
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Null(phone.Received.Single().ReplyToMessageId);
    }

    [Theory]
    [InlineData(409, null, false)]
    [InlineData(429, 3, false)]
    [InlineData(502, null, false)]
    [InlineData(0, null, false)]
    [InlineData(0, null, true)]
    public async Task WhateverFailsMessagesComeOnceAndInOrder(int status, int? retryAfter, bool after)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Fail("getMe", new ApiFault(status, retryAfter, after));
        phone.Server.Fail("getUpdates", new ApiFault(status, retryAfter, after), new ApiFault(status, retryAfter, after));
        phone.Server.Say(Family, 1, "one");
        phone.Server.Say(Family, 2, "two");
        _ = phone.RunAsync();
        await phone.AsTimePassesAsync(() => phone.Received.Count == 2);
        phone.Server.Say(Family, 3, "three");
        await phone.AsTimePassesAsync(() => phone.Received.Count == 3);

        Assert.Equal(["one", "two", "three"], phone.Received.Select(message => message.Content));
    }

    [Fact]
    public async Task AMessageThatCouldNotBeStoredComesAgain()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Failures.Enqueue(new StoreException(StoreFailure.Busy, "locked"));
        phone.Server.Say(Family, 1, "one");
        phone.Server.Say(Family, 2, "two");
        _ = phone.RunAsync();
        await phone.AsTimePassesAsync(() => phone.Received.Count == 2);

        Assert.Equal(["one", "two"], phone.Received.Select(message => message.Content));
    }

    [Fact]
    public async Task ANewProcessGoesOnAfterWhatWasStored()
    {
        await using var phone = await Phone.CreateAsync();
        var update = phone.Server.Say(Family, 1, "one");
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Server.Offsets.Contains(update + 1));
        await phone.RestartAsync();
        phone.Server.Say(Family, 2, "two");
        var asked = phone.Server.Offsets.Count;
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 2);

        Assert.Equal(update + 1, phone.Server.Offsets.ElementAt(asked));
        Assert.Equal(["one", "two"], phone.Received.Select(message => message.Content));
    }

    [Fact]
    public async Task AnOffsetOfLastWeekIsForgottenSinceTelegramMayNumberAnew()
    {
        await using var phone = await Phone.CreateAsync();
        var update = phone.Server.Say(Family, 1, "one");
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Server.Offsets.Contains(update + 1));
        await phone.RestartAsync();
        phone.Time.Advance(TimeSpan.FromDays(7));
        var asked = phone.Server.Offsets.Count;
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Server.Offsets.Count > asked);

        Assert.Null(phone.Server.Offsets.ElementAt(asked));
    }

    [Fact]
    public async Task ARefusedTokenEndsTheChannelAndSaysWhereToGetOne()
    {
        await using var phone = await Phone.CreateAsync();
        using var channel = phone.NewChannel("123456:ZZaaBBbbCCccDDddEEeeFFffGGggHHhhIIi");
        var refused = await Assert.ThrowsAsync<TelegramException>(() => channel.RunAsync(phone, TestContext.Current.CancellationToken));

        Assert.Equal(401, refused.StatusCode);
        Assert.Contains("@BotFather, set TELEGRAM_BOT_TOKEN", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new ChannelStatus(ChannelState.SignedOut, refused.Message), channel.Status);
    }

    [Fact]
    public async Task ItsStatusFollowsTheConnection()
    {
        await using var phone = await Phone.CreateAsync();
        Assert.Equal(new ChannelStatus(ChannelState.Connecting), phone.Channel.Status);
        phone.Server.Fail("getUpdates", new ApiFault(502));
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Channel.Status.State is ChannelState.Reconnecting);
        Assert.Equal("Telegram answered 502.", phone.Channel.Status.Detail);

        phone.Server.Say(Family, 1, "one");
        await phone.AsTimePassesAsync(() => phone.Channel.Status == new ChannelStatus(ChannelState.Connected, "@family_bot"));
    }

    [Fact]
    public async Task AGroupThatBecomesASupergroupIsToldWithItsNewJid()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Push("""{"message_id":1,"date":1782907200,"chat":{"id":-5,"type":"group","title":"Family"},"migrate_to_chat_id":-1005}""");
        phone.Server.Say(Family, 2, "one");
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Contains(phone.Logs.GetSnapshot(), line => line.Message.StartsWith("The group tg:-5 is a supergroup now, tg:-1005: ", StringComparison.Ordinal));
        Assert.Empty(await phone.Store.Outbox.ListPendingAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false, "tg:-7 tg:-1005")]
    [InlineData(true, "tg:-1005")]
    public async Task ARegisteredGroupThatBecomesASupergroupIsToldThereAndInTheMainGroup(bool isMain, string chats)
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Store.Groups.PutAsync(Group("tg:-5", "family") with { IsMain = isMain }, TestContext.Current.CancellationToken);
        await phone.Store.Groups.PutAsync(Group("tg:-7", "other") with { IsMain = !isMain }, TestContext.Current.CancellationToken);
        phone.Server.Push("""{"message_id":1,"date":1782907200,"chat":{"id":-5,"type":"group","title":"Family"},"migrate_to_chat_id":-1005}""");
        phone.Server.Say(Family, 2, "one");
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        var told = await phone.Store.Outbox.ListPendingAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(chats, string.Join(' ', told.Select(text => text.ChatJid)));
        Assert.All(
            told,
            text => Assert.Contains($"nanoclaw groups add tg:-1005 --folder family{(isMain ? " --main" : "")};", text.Text, StringComparison.Ordinal)
        );
    }

    private static RegisteredGroup Group(string jid, string folder) =>
        new()
        {
            Jid = jid,
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = DateTimeOffset.UnixEpoch,
        };
}
