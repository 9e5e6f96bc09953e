using System.Text.Json.Nodes;
using NanoClaw.Channels.WhatsApp.Sidecar;
using NanoClaw.Channels.WhatsApp.Tests.Support;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Channels.WhatsApp.Tests;

public sealed class ReceivingTests
{
    private const string Family = "120363000000000001@g.us";
    private const string Ann = "15550002222@s.whatsapp.net";

    [Fact]
    public async Task AMessageOfAGroupComesWithItsSenderItsChatAndWhatItAnswers()
    {
        await using var phone = new Phone();
        phone.WhatsApp.Groups[Family] = new JsonObject
        {
            ["id"] = Family,
            ["subject"] = "Family",
            ["participants"] = new JsonArray(),
        };
        await phone.ConnectAsync();
        phone.WhatsApp.Deliver(
            new JsonObject
            {
                ["id"] = "3A00000000000000AAAA",
                ["from"] = Family,
                ["participant"] = Ann,
                ["notify"] = "Ann Lee",
                ["t"] = "1782907200",
            },
            new JsonObject
            {
                ["extendedTextMessage"] = new JsonObject
                {
                    ["text"] = "yes",
                    ["contextInfo"] = new JsonObject
                    {
                        ["stanzaId"] = "3A00000000000000BBBB",
                        ["participant"] = "15550003333@s.whatsapp.net",
                        ["quotedMessage"] = new JsonObject { ["conversation"] = "coming?" },
                    },
                },
            }
        );
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal(
            new ChatMessage
            {
                Id = "3A00000000000000AAAA",
                ChatJid = Family,
                Sender = Ann,
                SenderName = "Ann Lee",
                Content = "yes",
                Timestamp = DateTimeOffset.FromUnixTimeSeconds(1782907200),
                ReplyToMessageId = "3A00000000000000BBBB",
                ReplyToContent = "coming?",
                ReplyToSenderName = "15550003333",
                ReplyToSender = "15550003333@s.whatsapp.net",
            },
            phone.Received.Single()
        );
        await Eventually.TrueAsync(() => phone.Chats.Any(chat => chat.Name is not null));
        Assert.Contains(phone.Chats, chat => (chat.Jid, chat.Name, chat.Channel, chat.IsGroup) == (Family, "Family", "whatsapp", true));
        Assert.Equal([(Family, "Family")], (await phone.Channel.ListChatsAsync(TestContext.Current.CancellationToken)).Select(chat => (chat.Jid, chat.Name)));
    }

    [Fact]
    public async Task AMessageThatCouldNotBeStoredIsTriedAgainAndTheNextWaits()
    {
        await using var phone = new Phone();
        var failures = 2;
        phone.OnReceiving = _ => Interlocked.Decrement(ref failures) >= 0 ? throw new StoreException(StoreFailure.Busy, "locked") : Task.CompletedTask;
        await phone.ConnectAsync();
        phone.WhatsApp.Say(Family, "one", Ann);
        phone.WhatsApp.Say(Family, "two", Ann);
        await Eventually.TrueAsync(() => phone.Received.Count == 2);

        Assert.Equal(["one", "two"], phone.Received.Select(message => message.Content));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(253_402_300_800_000)]
    [InlineData(long.MaxValue)]
    public void AMessageWhoseTimeIsInNoCalendarWasWrittenNow(long timestamp)
    {
        var message = new MessageEvent("key", "3A1", Family, Ann, "hello", timestamp, IsGroup: true, FromMe: false, Ours: false, MentionsMe: false);

        var read = new WhatsAppMessages(new WhatsAppOptions { StoreFolder = "none" }, TimeProvider.System).ToMessage(message);

        Assert.InRange(read.Timestamp, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task AMessageThatCannotBeHandledHoldsUpNoOther()
    {
        await using var phone = new Phone();
        phone.OnReceiving = message => message.Content == "one" ? throw new InvalidOperationException("never") : Task.CompletedTask;
        await phone.ConnectAsync();
        phone.WhatsApp.Say(Family, "one", Ann);
        phone.WhatsApp.Say(Family, "two", Ann);
        await Eventually.TrueAsync(() => !phone.Received.IsEmpty);

        Assert.Equal(["two"], phone.Received.Select(message => message.Content));
    }

    [Fact]
    public async Task AMessageThatTheHostDidNotStoreComesAgainToTheNext()
    {
        await using var phone = new Phone();
        var seen = new TaskCompletionSource();
        phone.OnReceiving = async _ =>
        {
            seen.TrySetResult();
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        };
        await phone.ConnectAsync();
        phone.WhatsApp.Say(Family, "one", Ann);
        phone.WhatsApp.Say(Family, "two", Ann);
        await seen.Task;
        await Eventually.TrueAsync(() => phone.WhatsApp.Undelivered == 0);
        phone.KillSidecar();
        Assert.Empty(phone.Received);
        phone.OnReceiving = static _ => Task.CompletedTask;
        await phone.AbandonAsync();
        await phone.ConnectAsync();
        await Eventually.TrueAsync(() => phone.Received.Count >= 2);

        Assert.Equal(["one", "two"], phone.Received.Select(message => message.Content));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task KillingTheSidecarAtReceiptsLosesNoMessage(int every)
    {
        await using var phone = new Phone();
        // The wait before each next start is twice as long.
        const int Kills = 6;
        var (receipts, kills) = (0, 0);
        phone.WhatsApp.OnTold = told =>
        {
            if ((string?)told["type"] is "receipt" && Interlocked.Increment(ref receipts) % every == 0 && Interlocked.Increment(ref kills) <= Kills)
            {
                phone.KillSidecar();
            }

            return false;
        };
        await phone.ConnectAsync();
        var sent = Enumerable.Range(0, 30).Select(number => phone.WhatsApp.Say(Family, $"m{number}", Ann)).ToList();
        await Eventually.TrueAsync(() => phone.Stored.Count == sent.Count, 60);

        Assert.Equal(sent.Order(), phone.Stored.Keys.Select(key => key.Id).Order());
    }
}
