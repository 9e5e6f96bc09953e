using Microsoft.Extensions.Time.Testing;
using NanoClaw.Chatting;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Chatting;

public sealed class ChatHistoryTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void At_a_glance_a_long_message_is_one_line_that_is_cut()
    {
        var line = Assert.Single(ChatHistory.Lines([Message(string.Join('\n', Enumerable.Repeat("word", 200)))], Time, ChatHistory.Glance));

        Assert.StartsWith("12:00 Ann: word word", line, StringComparison.Ordinal);
        Assert.EndsWith("…", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.InRange(line.Length, 100, 200);
    }

    [Fact]
    public void Asked_for_it_is_shown_whole() => Assert.Equal("12:00 Ann: one\ntwo", Assert.Single(ChatHistory.Lines([Message("one\ntwo")], Time)));

    private static ChatMessage Message(string text) =>
        new()
        {
            Id = "1",
            ChatJid = "terminal:main",
            Sender = "ann",
            SenderName = "Ann",
            Content = text,
            Timestamp = Time.GetUtcNow(),
        };
}
