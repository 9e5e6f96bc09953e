using System.Collections.Concurrent;
using NanoClaw.Channels.Terminal;
using NanoClaw.Chatting;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Chatting;

public sealed class LiveViewTests : IDisposable
{
    private const string Main = "terminal:main";
    private readonly TinyTerminal _terminal = new(60);
    private readonly BlockingCollection<ConsoleKeyInfo> _keys = [];
    private readonly LiveView _view;

    public LiveViewTests()
    {
        _view = new LiveView(
            new CliContext
            {
                In = TextReader.Null,
                Out = _terminal,
                Error = TextWriter.Null,
                ProjectFolder = "",
                Variable = _ => null,
            },
            "Andy",
            _keys.Take,
            () => 60
        );
        _view.Enter(Main, []);
    }

    public void Dispose()
    {
        _keys.CompleteAdding();
        _view.Dispose();
        _terminal.Dispose();
    }

    [Fact]
    public async Task What_is_typed_during_an_answer_is_shown_after_it()
    {
        var line = _view.ReadLineAsync(isContinued: false, TestContext.Current.CancellationToken);
        _view.ShowTyping(Main, isTyping: true);
        Assert.Equal("Andy is writing... main>", _terminal.Screen);
        _view.ShowPartial(Main, "Four");
        Type("next\r");
        Assert.Equal("next", await line);
        _view.ShowPartial(Main, "Fourteen is");
        await _view.ShowTextAsync(new TerminalMessage(Main, "1", "Fourteen is it.", null), TestContext.Current.CancellationToken);
        Assert.Equal("Andy: Fourteen is it.\nmain> next\nAndy is writing... main>", _terminal.Screen);
    }

    [Fact]
    public async Task A_text_that_is_not_what_grew_is_shown_whole()
    {
        _view.ShowPartial(Main, "Let me see");
        await _view.ShowTextAsync(new TerminalMessage(Main, "1", "Sent by a task.", null), TestContext.Current.CancellationToken);
        Assert.Equal("Andy: Let me see\nAndy: Sent by a task.", _terminal.Screen);
    }

    [Fact]
    public async Task An_answer_whose_run_has_ended_before_it_comes_is_shown_once()
    {
        _view.ShowTyping(Main, isTyping: true);
        _view.ShowPartial(Main, "Four");
        _view.ShowTyping(Main, isTyping: false);
        _view.ShowTyping(Main, isTyping: true);
        await _view.ShowTextAsync(new TerminalMessage(Main, "1", "Fourteen.", null), TestContext.Current.CancellationToken);
        _view.ShowPartial(Main, "Fi");
        _view.ShowTyping(Main, isTyping: false);
        _view.ShowPartial(Main, "Fif");
        await _view.ShowTextAsync(new TerminalMessage(Main, "2", "Fifteen.", null), TestContext.Current.CancellationToken);
        Assert.Equal("Andy: Fourteen.\nAndy: Fi\nAndy: Fifteen.", _terminal.Screen);
    }

    [Fact]
    public async Task What_is_typed_after_a_run_broke_off_is_shown_at_once()
    {
        var line = _view.ReadLineAsync(isContinued: false, TestContext.Current.CancellationToken);
        _view.ShowPartial(Main, "Four");
        _view.ShowTyping(Main, isTyping: false);
        Type("hello?\r");
        Assert.Equal("hello?", await line);
        _view.Say("x");
        Assert.Equal("Andy: Four\nmain> hello?\nx\nmain>", _terminal.Screen);
    }

    [Fact]
    public async Task Another_groups_text_is_marked_and_its_growing_is_not_shown()
    {
        _view.ShowPartial("terminal:work", "Gr");
        await _view.ShowTextAsync(new TerminalMessage("terminal:work", "1", "Great.", null), TestContext.Current.CancellationToken);
        Assert.Equal("[work] Andy: Great.", _terminal.Screen);
    }

    [Fact]
    public async Task What_a_model_or_a_chat_says_cannot_command_the_terminal()
    {
        _view.ShowPartial(Main, "a\e[2Jb");
        await _view.ShowTextAsync(new TerminalMessage(Main, "1", "a\e[2Jb\rc\u009b1m\td", null), TestContext.Current.CancellationToken);
        _view.Enter(
            Main,
            [
                new ChatMessage
                {
                    Id = "1",
                    ChatJid = Main,
                    Sender = "x\e]0;title\a",
                    Content = "y\e[1A",
                    Timestamp = DateTimeOffset.UnixEpoch,
                },
            ]
        );
        Assert.Contains("a\uFFFD[2Jb\uFFFDc\uFFFD1m    d", _terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("x\uFFFD]0;title\uFFFD: y\uFFFD[1A", _terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_goes_away_is_the_end_of_the_input()
    {
        _keys.CompleteAdding();
        Assert.Null(await _view.ReadLineAsync(isContinued: false, TestContext.Current.CancellationToken));
    }

    private void Type(string text)
    {
        foreach (var character in text)
        {
            _keys.Add(
                new ConsoleKeyInfo(character, character == '\r' ? ConsoleKey.Enter : ConsoleKey.None, shift: false, alt: false, control: false),
                TestContext.Current.CancellationToken
            );
        }
    }
}
