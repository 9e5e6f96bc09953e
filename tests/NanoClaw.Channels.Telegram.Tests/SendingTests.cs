using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Agents;
using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram.Tests;

public sealed class SendingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATextGoesToItsChatAndTheSameDeliveryGoesOnce()
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        await phone.Channel.SendAsync(Text("b", "*not* <markup>"), Cancellation);

        Assert.Equal([(7, "hello"), (7, "*not* <markup>")], phone.Server.Sent);
    }

    [Fact]
    public async Task NoAddressInATextIsFetchedForAPreview()
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Text("a", "See https://evil.example/?q=what-I-know now"), Cancellation);

        Assert.Single(phone.Server.Sent);
        Assert.Empty(phone.Server.Fetched);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(300)]
    public async Task ATextWaitsAsLongAsTelegramAsks(int seconds)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Fail("sendMessage", new ApiFault(429, RetryAfter: seconds));
        var sending = phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        await Eventually.TrueAsync(() => phone.Logs.Count == 1);
        phone.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(sending.IsCompleted);
        Assert.Empty(phone.Server.Sent);

        await phone.AsTimePassesAsync(() => sending.IsCompleted);
        await sending;
        Assert.Single(phone.Server.Sent);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(502)]
    [InlineData(0)]
    public async Task ATextThatCouldNotBeSentIsNotTakenForSent(int status)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Fail("sendMessage", new ApiFault(status));
        var failure = await Assert.ThrowsAsync<TelegramException>(() => phone.Channel.SendAsync(Text("a", "hello"), Cancellation));
        Assert.Equal(status is 0 ? null : status, failure.StatusCode);

        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        Assert.Single(phone.Server.Sent);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task ATextThatTelegramWillNeverTakeIsRefusedWithoutTheToken(int status)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Fail("sendMessage", new ApiFault(status));

        var refused = await Assert.ThrowsAsync<ChannelRefusedException>(() => phone.Channel.SendAsync(Text("a", "hello"), Cancellation));

        Assert.Contains($"Telegram answered {status}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(BotApiServer.Token, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGroupThatBecameASupergroupIsNamedByItsNewJid()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Fail("sendMessage", new ApiFault(400, MovedTo: -1009));

        var refused = await Assert.ThrowsAsync<ChannelRefusedException>(() => phone.Channel.SendAsync(Text("a", "hello"), Cancellation));

        Assert.Contains("tg:-1009", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TypingIsShownUntilItEnds()
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SetTypingAsync("tg:7", true, Cancellation);
        await phone.AsTimePassesAsync(() => phone.Server.Typing.Count >= 3);
        await phone.Channel.SetTypingAsync("tg:7", false, Cancellation);
        // What was under way may still arrive; after a text sent in the same chat nothing more does.
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        await phone.Channel.SetTypingAsync("tg:8", true, Cancellation);
        await phone.AsTimePassesAsync(() => phone.Server.Typing.Count(chat => chat == 8) >= 3);

        Assert.InRange(phone.Server.Typing.Count(chat => chat == 7), 3, 4);
    }

    [Fact]
    public async Task AMessageIsAnsweredWithAllOfALongAnswerInTextsThatTelegramTakes()
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = "tg:-5",
                Name = "Family",
                Folder = "family",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                RequiresTrigger = false,
            },
            Cancellation
        );
        var words = string.Join(' ', Enumerable.Range(0, 3000).Select(number => $"w{number}"));
        var worker = new FakeWorker { Answer = _ => [new AgentEvent.Output(words)] };
        var options = new HostOptions { GroupsFolder = Path.Combine(phone.FolderPath, "groups") };
        await using var assistant = new Assistant(phone.Store, worker, [phone.Channel], options, phone.Time, NullLoggerFactory.Instance);
        phone.Server.Fail("sendMessage", new ApiFault(429, RetryAfter: 2), new ApiFault(502));
        phone.Server.Say(-5, 1, "tell me all");
        _ = phone.RunAsync(assistant.Inbox);
        await phone.AsTimePassesAsync(() => phone.Server.Sent.Any(sent => sent.Text.EndsWith("w2999", StringComparison.Ordinal)));

        Assert.All(phone.Server.Sent, sent => Assert.InRange(sent.Text.Length, 1, 4096));
        Assert.Equal(words.Split(' '), phone.Server.Sent.SelectMany(sent => sent.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("tg:7", true)]
    [InlineData("tg:-1001234567890", true)]
    [InlineData("tg:x", false)]
    [InlineData("7@g.us", false)]
    public async Task AChatIsKnownByItsJid(string jid, bool isOwned)
    {
        await using var phone = await Phone.CreateAsync();
        Assert.Equal(isOwned, phone.Channel.Owns(jid));
    }

    private static OutgoingMessage Text(string deliveryId, string text) =>
        new()
        {
            DeliveryId = deliveryId,
            ChatJid = "tg:7",
            Text = text,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
}
