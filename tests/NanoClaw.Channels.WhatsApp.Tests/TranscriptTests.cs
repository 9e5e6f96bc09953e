using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Channels.WhatsApp.Tests.Support;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Channels.WhatsApp.Tests;

/// <summary>Baileys' events as it emits them, from its socket to the inbox.</summary>
public sealed class TranscriptTests
{
    [Fact]
    public async Task OfATranscriptTheMessagesOfPeopleAreStoredEachOnceAndInOrder()
    {
        await using var phone = new Phone(ownNumber: false);
        phone.WhatsApp.Phones["880000000000005@lid"] = "15550005555:0@s.whatsapp.net";
        await phone.ConnectAsync();
        var transcript = JsonNode
            .Parse(await File.ReadAllTextAsync(Path.Combine(Phone.SidecarFolder, "src", "testing", "transcript.json"), TestContext.Current.CancellationToken))!
            .AsArray();
        foreach (var entry in transcript)
        {
            phone.WhatsApp.Tell(
                new JsonObject
                {
                    ["type"] = "emit",
                    ["event"] = (string)entry!["event"]!,
                    ["data"] = entry["data"]!.DeepClone(),
                }
            );
        }

        phone.WhatsApp.Say("15550002222@s.whatsapp.net", "the end");
        await Eventually.TrueAsync(() => phone.Received.Any(message => message.Content is "the end"));

        Assert.Equal(
            transcript
                .Select(entry => entry!["stored"])
                .OfType<JsonNode>()
                .Select(stored => new
                {
                    Id = (string)stored["id"]!,
                    ChatJid = (string)stored["jid"]!,
                    Sender = (string)stored["sender"]!,
                    SenderName = (string?)stored["senderName"],
                    Content = (string)stored["text"]!,
                    IsFromMe = (bool)stored["fromMe"]!,
                    ReplyToMessageId = (string?)stored["replyTo"]?["id"],
                    ReplyToContent = (string?)stored["replyTo"]?["text"],
                    ReplyToSenderName = (string?)stored["replyTo"]?["senderName"],
                    ReplyToSender = (string?)stored["replyTo"]?["sender"],
                    ReplyToIsFromMe = (bool?)stored["replyTo"]?["fromMe"] ?? false,
                }),
            phone
                .Received.SkipLast(1)
                .Select(message => new
                {
                    message.Id,
                    message.ChatJid,
                    message.Sender,
                    message.SenderName,
                    message.Content,
                    message.IsFromMe,
                    message.ReplyToMessageId,
                    message.ReplyToContent,
                    message.ReplyToSenderName,
                    message.ReplyToSender,
                    message.ReplyToIsFromMe,
                })
        );
        // The user's "Andy: ..." among them: v1 took it for the assistant's own.
        Assert.DoesNotContain(phone.Received, message => message.IsBotMessage);
        Assert.Contains(phone.Chats, chat => (chat.Jid, chat.Name, chat.IsGroup) == ("15550002222@s.whatsapp.net", "Ann", false));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task WhatTheAccountWritesIsTheAssistantsIfNanoClawSentItOrTheNumberIsItsOwn(bool ownNumber, bool isOurs, bool isBot)
    {
        await using var phone = new Phone(ownNumber);
        await phone.ConnectAsync();
        var id = "3A30000000000000AAAA";
        if (isOurs)
        {
            await phone.Channel.SendAsync(
                new()
                {
                    DeliveryId = "a",
                    ChatJid = "15550002222@s.whatsapp.net",
                    Text = "hello",
                    CreatedAt = DateTimeOffset.UnixEpoch,
                },
                TestContext.Current.CancellationToken
            );
            id = phone.WhatsApp.Read.Single().Id;
        }

        phone.WhatsApp.Deliver(
            new JsonObject
            {
                ["from"] = Phone.Me,
                ["recipient"] = "15550002222@s.whatsapp.net",
                ["id"] = id,
            },
            new JsonObject { ["conversation"] = "hello" }
        );
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        var message = phone.Received.Single();
        Assert.Equal(("15550002222@s.whatsapp.net", true, isBot), (message.ChatJid, message.IsFromMe, message.IsBotMessage));
    }

    [Fact]
    public async Task AMentionOfTheAssistantsOwnNumberIsACall()
    {
        await using var phone = new Phone(ownNumber: true);
        await phone.ConnectAsync();
        phone.WhatsApp.Deliver(
            new JsonObject { ["from"] = "120363000000000001@g.us", ["participant"] = "15550002222@s.whatsapp.net" },
            JsonNode.Parse("""{"extendedTextMessage":{"text":"@990000000000001 hi","contextInfo":{"mentionedJid":["990000000000001@lid"]}}}""")!.AsObject()
        );
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal("@Andy @990000000000001 hi", phone.Received.Single().Content);
    }

    [Fact]
    public async Task ANumberTypedByHandIsACallThoughTheNameStandsElsewhere()
    {
        await using var phone = new Phone(ownNumber: true);
        await phone.ConnectAsync();
        phone.WhatsApp.Deliver(
            new JsonObject { ["from"] = "120363000000000001@g.us", ["participant"] = "15550002222@s.whatsapp.net" },
            new JsonObject { ["conversation"] = "@Andyland, @990000000000001" }
        );
        await Eventually.TrueAsync(() => phone.Received.Count == 1);

        Assert.Equal("@Andy @Andyland, @990000000000001", phone.Received.Single().Content);
    }

    [Fact]
    public void TheTranscriptNamesEachKindOfEvent()
    {
        using var transcript = JsonDocument.Parse(File.ReadAllText(Path.Combine(Phone.SidecarFolder, "src", "testing", "transcript.json")));
        var kinds = transcript.RootElement.EnumerateArray().Select(entry => entry.GetProperty("what").GetString()!).ToList();
        Assert.Equal(kinds.Count, kinds.Distinct().Count());
    }
}
