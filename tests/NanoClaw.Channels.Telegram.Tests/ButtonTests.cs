using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram.Tests;

/// <summary>Questions with a yes and a no under them.</summary>
public sealed class ButtonTests
{
    private const string Question = "7F:0123456789abcdef";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AQuestionHasButtonsAndAnotherTextHasNone()
    {
        await using var phone = await Phone.CreateAsync();
        await phone.Channel.SendAsync(Text("a", null), Cancellation);
        Assert.Empty(phone.Server.Buttons);

        await phone.Channel.SendAsync(Text("b", Question), Cancellation);

        var buttons = Assert.Single(phone.Server.Buttons);
        Assert.Equal(("yes:" + Question, "no:" + Question), (buttons["Yes"], buttons["No"]));
    }

    [Theory]
    [InlineData("yes:", true)]
    [InlineData("no:", false)]
    public async Task APressIsGivenOnAsWhoPressedItAndAnsweredOnce(string button, bool isYes)
    {
        await using var phone = await Phone.CreateAsync();
        _ = phone.RunAsync();

        phone.Server.Press("press-1", -100, 7, button + Question);
        await Eventually.TrueAsync(() => !phone.Server.PressAnswers.IsEmpty);

        Assert.Equal(new ButtonPress("tg:-100", "7", "Ann Lee", Question, isYes), Assert.Single(phone.Presses));
        Assert.Equal(("press-1", "7F: It is done."), Assert.Single(phone.Server.PressAnswers));
        Assert.Empty(phone.Received);
    }

    [Theory]
    [InlineData(
        """
            {"id":"p","from":{"id":7,"is_bot":false,"first_name":"Ann"},"chat_instance":"1","data":"something else",
            "message":{"message_id":9,"date":1,"chat":{"id":-100,"type":"supergroup"}}}
            """
    )]
    [InlineData(
        """{"id":"p","from":{"id":7,"is_bot":false,"first_name":"Ann"},"chat_instance":"1","inline_message_id":"i","data":"yes:7F:0123456789abcdef"}"""
    )]
    [InlineData(
        """
            {"id":"p","from":{"id":7,"is_bot":true,"first_name":"Bot"},"chat_instance":"1","data":"yes:7F:0123456789abcdef",
            "message":{"message_id":9,"date":1,"chat":{"id":-100,"type":"supergroup"}}}
            """
    )]
    [InlineData("""{"id":"p","from":{"id":7,"is_bot":false,"first_name":"Ann"},"chat_instance":"1","game_short_name":"g"}""")]
    public async Task AnythingElseThatIsPressedMeansNothing(string press)
    {
        await using var phone = await Phone.CreateAsync();
        _ = phone.RunAsync();

        phone.Server.PushUpdate("callback_query", press);
        phone.Server.Say(-100, 1, "hello");
        await Eventually.TrueAsync(() => !phone.Received.IsEmpty);

        Assert.Empty(phone.Presses);
    }

    [Theory]
    [InlineData(
        """
            {"id":"p","from":{"id":7,"is_bot":false,"first_name":"Ann"},"chat_instance":"1","data":"yes:7F:0123456789abcdef",
            "message":{"message_id":9,"date":0,"chat":{"id":-100,"type":"supergroup"}}}
            """,
        1
    )] // no longer to be seen
    [InlineData(
        """
            {"id":"p","from":{"id":7,"is_bot":false,"first_name":"Ann"},"chat_instance":"1","data":"yes:7F:0123456789abcdef",
            "message":{"message_id":9,"date":5,"chat":{"id":-100,"type":"supergroup"},
            "paid_media":{"star_count":1,"paid_media":[{"type":"of a new kind"}]}}}
            """,
        1
    )]
    [InlineData("""{"id":5,"from":"nobody"}""", 0)]
    [InlineData("\"nothing\"", 0)]
    public async Task APressOfAKindThatIsNotKnownKeepsNothingFromComing(string press, int presses)
    {
        await using var phone = await Phone.CreateAsync();
        _ = phone.RunAsync();

        phone.Server.PushUpdate("callback_query", press);
        phone.Server.Say(-100, 1, "hello");
        await Eventually.TrueAsync(() => !phone.Received.IsEmpty);

        Assert.Equal(presses, phone.Presses.Count);
    }

    [Theory]
    [InlineData(400)] // it waited too long for its answer
    [InlineData(502)]
    public async Task APressThatCannotBeAnsweredCountsAllTheSameAndOnce(int status)
    {
        await using var phone = await Phone.CreateAsync();
        phone.Server.Fail("answerCallbackQuery", new ApiFault(status));
        _ = phone.RunAsync();

        phone.Server.Press("press-1", -100, 7, "yes:" + Question);
        phone.Server.Say(-100, 1, "hello");
        await Eventually.TrueAsync(() => !phone.Received.IsEmpty);

        Assert.Single(phone.Presses);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""","forward_origin":{"type":"user","date":1,"sender_user":{"id":8,"is_bot":false,"first_name":"Eve"}}""", false)]
    [InlineData(""","forward_origin":{"type":"of a new kind","date":1}""", false)]
    [InlineData(""","via_bot":{"id":8,"is_bot":true,"first_name":"Bot"}""", false)]
    [InlineData(""","sender_chat":{"id":-100,"type":"supergroup","title":"Family"}""", false)]
    [InlineData(""","is_automatic_forward":true""", false)]
    public async Task OnlyWhatAPersonWroteHereIsTheirOwnWord(string more, bool isOwn)
    {
        await using var phone = await Phone.CreateAsync();
        _ = phone.RunAsync();

        phone.Server.Push(
            $$$"""
            {"message_id":1,"date":1782907200,"chat":{"id":-100,"type":"supergroup","title":"F"},
            "from":{"id":7,"is_bot":false,"first_name":"Ann"},"text":"yes 7F"{{{more}}}}
            """
        );
        await Eventually.TrueAsync(() => !phone.Received.IsEmpty);

        Assert.Equal(isOwn, Assert.Single(phone.Received).IsOwnWords);
    }

    private static OutgoingMessage Text(string id, string? question) =>
        new()
        {
            DeliveryId = id,
            ChatJid = "tg:7",
            Text = "7F: may I do this?",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Question = question,
        };
}
