using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram.Tests;

/// <summary>A question that is decided has no buttons any more, and says what was decided.</summary>
public sealed class SettledQuestionTests
{
    private const string Question = "7F:0123456789abcdef";
    private const string Asked = "7F: may I do this?";
    private const string Outcome = "7F (send_message): Ann (7) said yes, 2026-07-01 14:00. It is done.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheEndOfAQuestionIsShownWhereItStandsAndToldAlsoByAnotherProcess(bool restarts)
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Ask(), Cancellation);
        Assert.Equal((Asked, true), phone.Server.Messages[1]);
        if (restarts)
        {
            await phone.RestartAsync();
        }

        await phone.Channel.SendAsync(End(), Cancellation);

        Assert.Equal(($"{Asked}\n\n{Outcome}", false), phone.Server.Messages[1]);
        Assert.Equal((Outcome, false), phone.Server.Messages[2]);
        Assert.Null(await phone.Store.State.FindAsync($"telegram-question:{Question}", Cancellation));
    }

    [Theory]
    [InlineData(429, 3, false)]
    [InlineData(502, null, false)]
    [InlineData(0, null, false)]
    [InlineData(0, null, true)]
    public async Task WhateverFailsForNowTheQuestionIsChangedAndTheEndIsToldOnce(int status, int? retryAfter, bool after)
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Ask(), Cancellation);
        phone.Server.Fail("editMessageText", new ApiFault(status, retryAfter, after));

        // As the outbox does: until it has gone out.
        var sent = false;
        var sending = Task.Run(
            async () =>
            {
                while (!sent)
                {
                    try
                    {
                        await phone.Channel.SendAsync(End(), Cancellation);
                        sent = true;
                    }
                    catch (TelegramException)
                    {
                        await phone.RestartAsync();
                    }
                }
            },
            Cancellation
        );
        await phone.AsTimePassesAsync(() => sent);
        await sending;

        Assert.Equal(($"{Asked}\n\n{Outcome}", false), phone.Server.Messages[1]);
        Assert.Single(phone.Server.Edited);
        Assert.Equal([Asked, Outcome], phone.Server.Sent.Select(text => text.Text));
    }

    [Fact]
    public async Task AQuestionThatSomebodyDeletedKeepsTheEndFromNobody()
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Ask(), Cancellation);
        phone.Server.Messages.TryRemove(1, out _);

        await phone.Channel.SendAsync(End(), Cancellation);

        Assert.Equal(Outcome, phone.Server.Sent.Last().Text);
    }

    [Fact]
    public async Task AQuestionThatFillsAMessageMakesRoomForItsEnd()
    {
        await using var phone = await Phone.CreateAsync();
        var text = new string('x', 2000) + string.Concat(Enumerable.Repeat("🙂", 1048));
        await phone.Channel.SendAsync(Ask() with { Text = text }, Cancellation);

        await phone.Channel.SendAsync(End(), Cancellation);

        var shown = phone.Server.Messages[1].Text;
        Assert.InRange(shown.Length, 4090, 4096);
        Assert.StartsWith("xxxx", shown, StringComparison.Ordinal);
        Assert.EndsWith($"…\n\n{Outcome}", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', shown);
    }

    /// <summary>Its sending was not acknowledged, so it stands there twice, and only of the second the number is known.</summary>
    [Fact]
    public async Task AQuestionThatStandsThereTwiceIsSettledWhereItWasPressedAndWhereItIsKnown()
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Fail("sendMessage", new ApiFault(0, After: true));
        await Assert.ThrowsAsync<TelegramException>(() => phone.Channel.SendAsync(Ask(), Cancellation));
        await phone.Channel.SendAsync(Ask(), Cancellation);
        Assert.Equal(2, phone.Server.Messages.Values.Count(message => message.HasButtons));
        phone.Answer = new PressAnswer("7F: It is done.", Outcome);
        _ = phone.RunAsync();

        phone.Server.Press("press", 7, 7, "yes:" + Question, messageId: 1);
        await Eventually.TrueAsync(() => phone.Server.Edited.Contains(1));
        await phone.Channel.SendAsync(End(), Cancellation);

        Assert.DoesNotContain(phone.Server.Messages.Values, message => message.HasButtons);
        Assert.Equal(2, phone.Server.Messages.Values.Count(message => message.Text == $"{Asked}\n\n{Outcome}"));
    }

    [Theory]
    [InlineData(false)] // the text that tells of the end has yet to go out, and changes the question itself
    [InlineData(true)]
    public async Task PressedAgainBeforeTheButtonsAreGoneTheQuestionSaysItOnce(bool isToldFirst)
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Ask(), Cancellation);
        phone.Answer = new PressAnswer("7F was decided before.", Outcome);
        _ = phone.RunAsync();
        if (isToldFirst)
        {
            await phone.Channel.SendAsync(End(), Cancellation);
        }

        phone.Server.Press("one", 7, 7, "yes:" + Question, messageId: 1);
        phone.Server.Press("two", 7, 7, "no:" + Question, messageId: 1);
        phone.Server.Say(7, 1, "hello");
        await Eventually.TrueAsync(() => !phone.Received.IsEmpty);
        if (!isToldFirst)
        {
            await phone.Channel.SendAsync(End(), Cancellation);
        }

        Assert.Equal(($"{Asked}\n\n{Outcome}", false), phone.Server.Messages[1]);
    }

    [Fact]
    public async Task WhoMayNotAnswerTakesNoButtonAway()
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Ask(), Cancellation);
        phone.Answer = new PressAnswer("Only people of my main group who may call me there can answer this.");
        _ = phone.RunAsync();

        phone.Server.Press("one", 7, 8, "yes:" + Question, messageId: 1);
        phone.Server.Say(7, 1, "hello");
        await Eventually.TrueAsync(() => !phone.Received.IsEmpty);

        Assert.Equal((Asked, true), phone.Server.Messages[1]);
    }

    private static OutgoingMessage Ask() =>
        new()
        {
            DeliveryId = "asks",
            ChatJid = "tg:7",
            Text = Asked,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Question = Question,
        };

    private static OutgoingMessage End() =>
        new()
        {
            DeliveryId = "ends",
            ChatJid = "tg:7",
            Text = Outcome,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Settles = Question,
        };
}
