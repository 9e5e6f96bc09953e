using System.Diagnostics;
using System.Text.Json.Nodes;
using NanoClaw.Channels.WhatsApp.Tests.Support;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Channels.WhatsApp.Tests;

public sealed class SendingTests
{
    private const string Family = "120363000000000001@g.us";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATextGoesToItsChatAndAReaderSeesADeliveryOnce()
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        await phone.Channel.SendAsync(Text("b", "bye"), Cancellation);

        Assert.Equal(["hello", "bye"], phone.WhatsApp.Read.Select(read => read.Text));
        Assert.All(phone.WhatsApp.Read, read => Assert.Matches("^3EB0[0-9A-F]{36}$", read.Id));
    }

    [Fact]
    public async Task WithItsUsersNumberTheAssistantSignsItsTexts()
    {
        await using var phone = new Phone(ownNumber: false);
        await phone.ConnectAsync();
        await phone.Channel.SendAsync(Text("a", new string('x', phone.Channel.MaxTextLength)), Cancellation);

        var text = Assert.Single(phone.WhatsApp.Read).Text;
        Assert.StartsWith("Andy: x", text, StringComparison.Ordinal);
        Assert.Equal(4096, text.Length);
    }

    [Fact]
    public async Task ATextWaitsWhileThereIsNoConnection()
    {
        await using var phone = new Phone();
        phone.WhatsApp.IsOnline = false;
        _ = phone.RunAsync();
        await Eventually.TrueAsync(() => phone.WhatsApp.Connections == 1);
        var sending = phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        Assert.False(sending.IsCompleted);

        phone.WhatsApp.GoOnline();
        await sending;
        Assert.Single(phone.WhatsApp.Read);
    }

    [Fact]
    public async Task ATextOnItsWayInAConnectionThatDiesIsNotTakenForSent()
    {
        await using var phone = new Phone();
        var cut = false;
        phone.WhatsApp.OnTold = told =>
        {
            if ((string?)told["type"] is not "text" || cut)
            {
                return false;
            }

            cut = true;
            phone.WhatsApp.Close(428);
            return true;
        };
        await phone.ConnectAsync();
        await Assert.ThrowsAsync<WhatsAppException>(() => phone.Channel.SendAsync(Text("a", "hello"), Cancellation));
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);

        Assert.Equal(["hello"], phone.WhatsApp.Read.Select(read => read.Text));
    }

    [Fact]
    public async Task ASidecarKilledAfterWhatsAppHadTheTextSendsItUnderTheSameId()
    {
        await using var phone = new Phone();
        var killed = false;
        phone.WhatsApp.OnTold = told =>
        {
            if ((string?)told["type"] is "text" && !killed)
            {
                killed = true;
                phone.KillSidecar();
            }

            return false;
        };
        await phone.ConnectAsync();
        await Assert.ThrowsAsync<WhatsAppException>(() => phone.Channel.SendAsync(Text("a", "hello"), Cancellation));
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);

        Assert.Equal(2, phone.WhatsApp.Sends);
        Assert.Single(phone.WhatsApp.Read);
    }

    [Theory]
    [InlineData(403, true)]
    [InlineData(463, true)]
    [InlineData(479, false)]
    [InlineData(500, false)]
    public async Task WhatWhatsAppWillNeverTakeIsRefusedForGoodAndTheRestSentAgain(int error, bool isRefused)
    {
        await using var phone = new Phone();
        var failed = false;
        phone.WhatsApp.OnTold = told =>
        {
            if ((string?)told["type"] is not "text" || failed)
            {
                return false;
            }

            failed = true;
            phone.WhatsApp.AnswerWith(told, null);
            phone.WhatsApp.Tell(
                new JsonObject
                {
                    ["type"] = "ack",
                    ["id"] = (string)told["id"]!,
                    ["error"] = error,
                }
            );
            return true;
        };
        await phone.ConnectAsync();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => phone.Channel.SendAsync(Text("a", "hello"), Cancellation));
        Assert.Equal(isRefused, failure is ChannelRefusedException);
        Assert.Contains(error.ToString(System.Globalization.CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);

        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        Assert.Single(phone.WhatsApp.Read);
    }

    [Fact]
    public async Task AReaderWhoCouldNotDecryptATextGetsItAgainFromANewSidecarToo()
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        await phone.Channel.SendAsync(Text("a", "hello"), Cancellation);
        await phone.RestartAsync();
        await phone.ConnectAsync();
        phone.WhatsApp.Tell(new JsonObject { ["type"] = "asked again", ["id"] = phone.WhatsApp.Read[0].Id });
        await Eventually.TrueAsync(() => phone.WhatsApp.Told.Any(told => (string?)told["type"] is "sent again"));

        Assert.Equal("hello", (string?)phone.WhatsApp.Told.Single(told => (string?)told["type"] is "sent again")["text"]);
    }

    [Fact]
    public async Task TheAccountIsOnlineOnlyWhileTheAssistantWrites()
    {
        await using var phone = new Phone();
        await phone.ConnectAsync();
        // The library shows nobody as online before it knows the account's name, which comes a while after the connection.
        var waiting = Stopwatch.StartNew();
        while (!$" {string.Join(' ', Shown())} ".Contains(" available composing paused unavailable ", StringComparison.Ordinal))
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromMinutes(2), string.Join(' ', Shown()));
            await phone.Channel.SetTypingAsync(Family, true, Cancellation);
            await phone.Channel.SetTypingAsync(Family, false, Cancellation);
            await Task.Delay(50, Cancellation);
        }

        await Eventually.TrueAsync(() => Shown().Last() == "unavailable");

        IEnumerable<string?> Shown() => phone.WhatsApp.Told.Where(told => (string?)told["type"] is "presence").Select(told => (string?)told["presence"]);
    }

    [Theory]
    [InlineData("120363000000000001@g.us", true)]
    [InlineData("15550001111@s.whatsapp.net", true)]
    [InlineData("990000000000001@lid", true)]
    [InlineData("status@broadcast", false)]
    [InlineData("tg:7", false)]
    public async Task AChatIsWhatsAppsByTheFormOfItsJid(string jid, bool isOwned)
    {
        await using var phone = new Phone();
        Assert.Equal(isOwned, phone.Channel.Owns(jid));
    }

    private static OutgoingMessage Text(string deliveryId, string text) =>
        new()
        {
            DeliveryId = deliveryId,
            ChatJid = Family,
            Text = text,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
}
