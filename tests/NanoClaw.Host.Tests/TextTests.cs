using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

public sealed class TextTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("@Andy hello", true)]
    [InlineData("@ANDY", true)]
    [InlineData("  \uFEFF\u00A0@andy, hi", true)]
    [InlineData("@Andy's turn", true)]
    [InlineData("@Andyé", true)] // JavaScript's \b knows ASCII only: é is no word character
    [InlineData("@Andy_2", false)]
    [InlineData("@Andy2", false)]
    [InlineData("@Andyx", false)]
    [InlineData("hello @Andy", false)]
    [InlineData("\u0085@Andy", false)] // JavaScript's trim leaves U+0085
    [InlineData("@And", false)]
    [InlineData("", false)]
    [Trait("v1", "triggers")]
    public void The_trigger_is_the_name_at_the_start_as_a_word_of_JavaScript(string content, bool calls) =>
        Assert.Equal(calls, Trigger.Of(null, "Andy").IsCalledBy(content));

    [Theory]
    [InlineData("@Bot (v2)", "@bot (v2)x", true)] // after ')' a boundary needs a word character
    [InlineData("@Bot (v2)", "@bot (v2) hi", false)]
    [InlineData("é", "éa", true)]
    [InlineData("@K", "@\u212A", false)] // the Kelvin sign is no k to JavaScript
    [InlineData("  ", "@Andy", true)] // a blank trigger is none
    [Trait("v1", "triggers")]
    public void A_group_may_have_a_trigger_of_its_own(string trigger, string content, bool calls) =>
        Assert.Equal(calls, Trigger.Of(trigger, "Andy").IsCalledBy(content));

    [Fact]
    [Trait("v1", "formatting")]
    public void A_prompt_has_the_zone_local_times_replies_and_everything_escaped()
    {
        var prompt = PromptFormat.Write(
            [
                Message("a", "Tom & \"Co\" <x>") with
                {
                    SenderName = "A\"n<n",
                },
                Message("b", "ok") with
                {
                    ReplyToMessageId = "a",
                    ReplyToContent = "a<b",
                    ReplyToSenderName = "Tom",
                },
            ],
            Paris,
            []
        );

        Assert.Equal(
            """
            <context timezone="Europe/Paris" />
            <messages>
            <message sender="A&quot;n&lt;n" time="Jul 1, 2026, 2:05 PM">Tom &amp; &quot;Co&quot; &lt;x&gt;</message>
            <message sender="Zoé" time="Jul 1, 2026, 2:05 PM" reply_to="a">
              <quoted_message from="Tom">a&lt;b</quoted_message>ok</message>
            </messages>
            """.ReplaceLineEndings("\n"),
            prompt
        );
    }

    [Theory]
    [InlineData("a<internal>x\ny</internal>b<internal>z</internal>c", "abc")]
    [InlineData("<internal>only</internal>\n", "")]
    [InlineData("</internal> x", "</internal> x")]
    [Trait("v1", "formatting")]
    public void Internal_blocks_are_cut_and_the_rest_trimmed(string text, string seen) => Assert.Equal(seen, OutputText.Clean(text));

    [Theory]
    [InlineData("<internal>never closed", "")]
    [InlineData("<internal>a<internal>b</internal>c</internal>", "")]
    [Trait("v1", "faults")]
    public void What_is_meant_to_stay_inside_does_not_leave_where_v1_let_it(string text, string seen) => Assert.Equal(seen, OutputText.Clean(text));

    [Fact]
    [Trait("v1", "formatting")]
    public void Without_a_need_for_a_trigger_the_oldest_ten_are_given() => Assert.Equal(Ids(1, 10), Selected(25, called: null));

    [Fact]
    [Trait("v1", "triggers")]
    public void Without_a_call_everything_waits() => Assert.Empty(Selected(25, called: 99));

    [Theory]
    [InlineData(3, 2, 1, 3)] // few: all of them, what follows the call included
    [InlineData(12, 12, 3, 12)] // the nine before the call are its context
    [InlineData(25, 4, 1, 10)] // what follows waits for the next prompt
    [Trait("v1", "triggers")]
    public void A_call_takes_what_was_said_before_it_as_context(int count, int called, int first, int last) =>
        Assert.Equal(Ids(first, last), Selected(count, called));

    [Theory]
    [InlineData("family", true)]
    [InlineData("a-b_9", true)]
    [InlineData("Global", false)]
    [InlineData("global", false)]
    [InlineData("-a", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("é", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [Trait("v1", "group folders")]
    public void A_group_folder_keeps_to_the_rule(string? folder, bool valid) => Assert.Equal(valid, GroupFolder.IsValid(folder));

    [Fact]
    [Trait("v1", "group folders")]
    public void A_group_folder_has_at_most_64_characters()
    {
        Assert.True(GroupFolder.IsValid(new string('a', 64)));
        Assert.False(GroupFolder.IsValid(new string('a', 65)));
    }

    private static IEnumerable<string> Ids(int first, int last) => Enumerable.Range(first, last - first + 1).Select(id => $"{id}");

    private static IEnumerable<string> Selected(int count, int? called) =>
        PromptBatch
            .Select([.. Enumerable.Range(1, count).Select(id => Message($"{id}", "x"))], called is { } id ? message => message.Id == $"{id}" : null)
            .Select(message => message.Id);

    private static ChatMessage Message(string id, string content) =>
        new()
        {
            Id = id,
            ChatJid = "c",
            Sender = "s",
            SenderName = "Zoé",
            Content = content,
            Timestamp = new(2026, 7, 1, 12, 5, 0, TimeSpan.Zero),
        };
}
