using System.Text.Json;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests;

/// <summary><c>nanoclaw chat</c> as a process beside the local cloud.</summary>
public sealed class ChatTests(DevCloud cloud) : IClassFixture<DevCloud>, IDisposable
{
    private readonly string _store = cloud.NewStore();

    public void Dispose()
    {
        cloud.Model.Before.TrySetResult();
        cloud.Model.Midway.TrySetResult();
    }

    [Fact]
    public async Task A_line_on_a_pipe_is_answered_on_the_standard_output_alone()
    {
        await using var chat = cloud.Start(_store, "chat");
        chat.Write("What is seven and seven?\n");
        Assert.True(await chat.WaitAsync() == 0, chat.Error);
        Assert.Equal("Fourteen.", chat.Output);
        Assert.Equal("", chat.Error);
    }

    [Theory]
    [InlineData("{0} chat > /dev/full")]
    [InlineData("{0} chat | true")]
    public async Task An_answer_that_cannot_be_shown_is_kept_for_the_next_chat(string line)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has a disk that is always full.");
        await using (var chat = cloud.StartInShell(_store, line))
        {
            chat.Write("What is seven and seven?\n");
            Assert.Equal(1, await chat.WaitAsync());
            Assert.Contains("nanoclaw: The output cannot be written", chat.Error, StringComparison.Ordinal);
            Assert.Contains("next 'nanoclaw chat'", chat.Error, StringComparison.Ordinal);
        }

        await using (var chat = cloud.Start(_store, "chat"))
        {
            chat.Write("");
            Assert.True(await chat.WaitAsync() == 0, chat.Error);
            Assert.Equal("Fourteen.", chat.Output);
        }
    }

    [Fact]
    public async Task What_is_typed_during_a_run_is_its_next_prompt()
    {
        cloud.Model.Before = ModelServer.Closed();
        var calls = cloud.Model.Keys.Count;
        await using var chat = cloud.Start(_store, "chat");
        chat.WriteLine("One");
        await chat.UntilAsync(() => cloud.Model.Keys.Count > calls);
        chat.Write("Two\nThree\n");
        cloud.Model.Before.SetResult();
        Assert.True(await chat.WaitAsync() == 0, chat.Error);
        Assert.Equal("Fourteen.\n\nFourteen.", chat.Output);
        Assert.Equal(calls + 2, cloud.Model.Keys.Count);
    }

    [Fact]
    public async Task A_killed_chat_goes_on_at_the_next_start_and_shows_the_answer_once()
    {
        cloud.Model.Before = ModelServer.Closed();
        var calls = cloud.Model.Keys.Count;
        await using (var chat = cloud.Start(_store, "chat"))
        {
            chat.WriteLine("What is seven and seven?");
            await chat.UntilAsync(() => cloud.Model.Keys.Count > calls);
            chat.Signal("KILL");
            await chat.WaitAsync();
            Assert.Equal("", chat.Output);
        }

        cloud.Model.Before.SetResult();
        await using (var chat = cloud.Start(_store, "chat"))
        {
            chat.Write("");
            Assert.True(await chat.WaitAsync() == 0, chat.Error);
            Assert.Equal("Fourteen.", chat.Output);
        }

        await using (var chat = cloud.Start(_store, "chat", "--json"))
        {
            chat.Write("");
            Assert.Equal(0, await chat.WaitAsync());
            Assert.Equal(["history What is seven and seven?", "history Fourteen.", "ready "], Lines(chat).Select(line => $"{line.Type} {line.Text}"));
        }

        Assert.Equal(calls + 1, cloud.Model.Keys.Count);
    }

    [Fact]
    public async Task Lines_of_json_go_to_their_groups_and_a_wrong_one_is_told()
    {
        await using (var chat = cloud.Start(_store, "chat"))
        {
            chat.Write("/group add work\n/groups\n");
            Assert.Equal(0, await chat.WaitAsync());
            Assert.Contains("main (main)", chat.Output, StringComparison.Ordinal);
            Assert.Contains("* work", chat.Output, StringComparison.Ordinal);
        }

        await using (var chat = cloud.Start(_store, "chat", "--json"))
        {
            chat.Write("{\"text\":\"A\"}\n{\"group\":\"work\",\"text\":\"B\"}\nnonsense\n{\"group\":\"nosuch\",\"text\":\"C\"}\n");
            Assert.Equal(2, await chat.WaitAsync());
            var lines = Lines(chat);
            Assert.Equal(
                ["main Fourteen.", "work Fourteen."],
                lines.Where(line => line.Type == "answer").Select(line => $"{line.Group} {line.Text}").Order(StringComparer.Ordinal)
            );
            Assert.Equal(2, lines.Count(line => line.Type == "error"));
        }
    }

    [Fact]
    public async Task An_answer_is_shown_while_it_is_written()
    {
        cloud.Model.Midway = ModelServer.Closed();
        await using var chat = cloud.Start(_store, "chat", "--json");
        chat.Write("{\"text\":\"What is seven and seven?\"}\n");
        await chat.UntilAsync(() => Lines(chat).Any(line => line is { Type: "partial", Text: "Four" }));
        Assert.DoesNotContain(Lines(chat), line => line.Type == "answer");
        cloud.Model.Midway.SetResult();
        Assert.True(await chat.WaitAsync() == 0, chat.Error);
        Assert.Equal("Fourteen.", Assert.Single(Lines(chat), line => line.Type == "answer").Text);
    }

    [Fact]
    public async Task Groups_of_other_channels_wait_and_the_chat_does_not_speak_of_them()
    {
        await using (var other = SqliteStore.Open(new StoreOptions { Path = Path.Combine(_store, "messages.db") }))
        {
            var token = TestContext.Current.CancellationToken;
            await other.Groups.PutAsync(
                new RegisteredGroup
                {
                    Jid = "tg:1",
                    Name = "Family",
                    Folder = "main",
                    Trigger = "@Andy",
                    AddedAt = DateTimeOffset.UnixEpoch,
                    IsMain = true,
                },
                token
            );
            await other.Messages.AddAsync(
                new ChatMessage
                {
                    Id = "1",
                    ChatJid = "tg:1",
                    Sender = "7",
                    Content = "Hello",
                    Timestamp = DateTimeOffset.UnixEpoch,
                },
                token
            );
        }

        var calls = cloud.Model.Keys.Count;
        await using var chat = cloud.Start(_store, "chat");
        chat.Write("What is seven and seven?\n/groups\n");
        Assert.True(await chat.WaitAsync() == 0, chat.Error);
        Assert.Equal("", chat.Error);
        Assert.Contains("* terminal, folder terminal", chat.Output, StringComparison.Ordinal);
        Assert.Equal(calls + 1, cloud.Model.Keys.Count);
    }

    [Fact]
    public async Task At_a_terminal_an_answer_grows_above_the_line_that_is_typed()
    {
        cloud.Model.Midway = ModelServer.Closed();
        await using var chat = cloud.StartInTerminal(_store, "xterm-256color", "chat");
        await chat.UntilAsync(() => chat.Output.Contains("main> ", StringComparison.Ordinal));
        chat.Type("Seven\x7f\x7f\x7f\x7f\x7fWhat?\r");
        await chat.UntilAsync(() => chat.Output.Contains("Four", StringComparison.Ordinal));
        chat.Type("next");
        await chat.UntilAsync(() => chat.Output.Contains("next", StringComparison.Ordinal));
        cloud.Model.Midway.SetResult();
        // The rest is written on behind the first part, one row above the prompt: "Andy: Four" has ten cells.
        await chat.UntilAsync(() => chat.Output.Contains("\e[A\e[11Gteen.", StringComparison.Ordinal));
        chat.Type("\x15\x04");
        Assert.Equal(0, await chat.WaitAsync());

        await using var history = cloud.Start(_store, "chat", "--json");
        history.Write("");
        await history.WaitAsync();
        Assert.Equal(["What?", "Fourteen."], Lines(history).Where(line => line.Type == "history").Select(line => line.Text));
    }

    [Fact]
    public async Task A_dumb_terminal_is_given_lines_only()
    {
        await using var chat = cloud.StartInTerminal(_store, "dumb", "chat");
        await chat.UntilAsync(() => chat.Output.Contains("main> ", StringComparison.Ordinal));
        chat.Type("What is seven and seven?\r");
        await chat.UntilAsync(() => chat.Output.Contains("Andy: Fourteen.", StringComparison.Ordinal));
        chat.Type("/quit\r");
        Assert.Equal(0, await chat.WaitAsync());
        Assert.DoesNotContain("\e", chat.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_c_leaves_an_answer_to_the_next_start()
    {
        cloud.Model.Before = ModelServer.Closed();
        var calls = cloud.Model.Keys.Count;
        await using var chat = cloud.Start(_store, [("SHUTDOWN_SECONDS", "0")], "chat");
        chat.WriteLine("What is seven and seven?");
        await chat.UntilAsync(() => cloud.Model.Keys.Count > calls);
        chat.Signal("INT");
        Assert.Equal(130, await chat.WaitAsync());
        cloud.Model.Before.SetResult();
        await using var next = cloud.Start(_store, "chat");
        next.Write("");
        Assert.Equal(0, await next.WaitAsync());
        Assert.Equal("Fourteen.", next.Output);
    }

    [Fact]
    public async Task An_order_that_there_is_not_is_told_with_the_near_one_and_is_no_message()
    {
        var calls = cloud.Model.Keys.Count;
        await using var chat = cloud.Start(_store, "chat");
        chat.Write("/histroy\n/xyzzy\n/stop\n/budget\n");
        Assert.True(await chat.WaitAsync() == 0, chat.Error);
        Assert.Contains("There is no /histroy. Did you mean /history?", chat.Error, StringComparison.Ordinal);
        Assert.Contains("There is no /xyzzy: /help shows what there is.", chat.Error, StringComparison.Ordinal);
        Assert.Contains("There is nothing to stop", chat.Output, StringComparison.Ordinal);
        Assert.Equal(calls, cloud.Model.Keys.Count);
    }

    [Fact]
    public async Task At_a_terminal_the_first_ctrl_c_ends_the_answer_and_the_second_the_chat()
    {
        cloud.Model.Midway = ModelServer.Closed();
        await using var chat = cloud.StartInTerminal(_store, "xterm-256color", "chat");
        await chat.UntilAsync(() => chat.Output.Contains("main> ", StringComparison.Ordinal));
        chat.Type("What is seven and seven?\r");
        await chat.UntilAsync(() => chat.Output.Contains("Four", StringComparison.Ordinal));

        chat.Type("\x03");
        await chat.UntilAsync(() => chat.Output.Contains("Stopped.", StringComparison.Ordinal));
        cloud.Model.Midway.SetResult();
        chat.Type("\x03");
        Assert.Equal(130, await chat.WaitAsync());

        // It was settled as stopped: nothing of it comes at the next start.
        await using var next = cloud.Start(_store, "chat");
        next.Write("");
        Assert.Equal(0, await next.WaitAsync());
        Assert.Equal("", next.Output);
    }

    private static (string Type, string? Group, string? Text)[] Lines(NanoClawProcess chat) =>
        [
            .. chat
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line.EndsWith('}'))
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(json =>
                    (
                        json.GetProperty("type").GetString()!,
                        json.TryGetProperty("group", out var group) ? group.GetString() : null,
                        json.TryGetProperty("text", out var text) ? text.GetString() : null
                    )
                ),
        ];
}
