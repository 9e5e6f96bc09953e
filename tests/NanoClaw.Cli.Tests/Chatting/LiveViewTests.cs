using System.Collections.Concurrent;
using NanoClaw.Channels.Terminal;
using NanoClaw.Chatting;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Chatting;

public sealed class LiveViewTests : IDisposable
{
    private const string Main = "terminal:main";
    private readonly TinyTerminal terminal = new(60);
    private readonly BlockingCollection<ConsoleKeyInfo> keys = [];
    private readonly LiveView view;

    public LiveViewTests()
    {
        view = new LiveView(
            new CliContext { In = TextReader.Null, Out = terminal, Error = TextWriter.Null, ProjectFolder = "", Variable = _ => null },
            "Andy",
            keys.Take,
            () => 60);
        view.Enter(Main, []);
    }

    public void Dispose()
    {
        keys.CompleteAdding();
        view.Dispose();
        terminal.Dispose();
    }

    [Fact]
    public async Task What_is_typed_during_an_answer_is_shown_after_it()
    {
        var line = view.ReadLineAsync(isContinued: false, TestContext.Current.CancellationToken);
        view.ShowTyping(Main, isTyping: true);
        Assert.Equal("Andy is writing... main>", terminal.Screen);
        view.ShowPartial(Main, "Four");
        Type("next\r");
        Assert.Equal("next", await line);
        view.ShowPartial(Main, "Fourteen is");
        await view.ShowTextAsync(new TerminalMessage(Main, "1", "Fourteen is it.", null), TestContext.Current.CancellationToken);
        Assert.Equal("Andy: Fourteen is it.\nmain> next\nAndy is writing... main>", terminal.Screen);
    }

    [Fact]
    public async Task A_text_that_is_not_what_grew_is_shown_whole()
    {
        view.ShowPartial(Main, "Let me see");
        await view.ShowTextAsync(new TerminalMessage(Main, "1", "Sent by a task.", null), TestContext.Current.CancellationToken);
        Assert.Equal("Andy: Let me see\nAndy: Sent by a task.", terminal.Screen);
    }

    [Fact]
    public async Task An_answer_whose_run_has_ended_before_it_comes_is_shown_once()
    {
        view.ShowTyping(Main, isTyping: true);
        view.ShowPartial(Main, "Four");
        view.ShowTyping(Main, isTyping: false);
        view.ShowTyping(Main, isTyping: true);
        await view.ShowTextAsync(new TerminalMessage(Main, "1", "Fourteen.", null), TestContext.Current.CancellationToken);
        view.ShowPartial(Main, "Fi");
        view.ShowTyping(Main, isTyping: false);
        view.ShowPartial(Main, "Fif");
        await view.ShowTextAsync(new TerminalMessage(Main, "2", "Fifteen.", null), TestContext.Current.CancellationToken);
        Assert.Equal("Andy: Fourteen.\nAndy: Fi\nAndy: Fifteen.", terminal.Screen);
    }

    [Fact]
    public async Task What_is_typed_after_a_run_broke_off_is_shown_at_once()
    {
        var line = view.ReadLineAsync(isContinued: false, TestContext.Current.CancellationToken);
        view.ShowPartial(Main, "Four");
        view.ShowTyping(Main, isTyping: false);
        Type("hello?\r");
        Assert.Equal("hello?", await line);
        view.Say("x");
        Assert.Equal("Andy: Four\nmain> hello?\nx\nmain>", terminal.Screen);
    }

    [Fact]
    public async Task Another_groups_text_is_marked_and_its_growing_is_not_shown()
    {
        view.ShowPartial("terminal:work", "Gr");
        await view.ShowTextAsync(new TerminalMessage("terminal:work", "1", "Great.", null), TestContext.Current.CancellationToken);
        Assert.Equal("[work] Andy: Great.", terminal.Screen);
    }

    [Fact]
    public async Task What_a_model_or_a_chat_says_cannot_command_the_terminal()
    {
        view.ShowPartial(Main, "a\e[2Jb");
        await view.ShowTextAsync(new TerminalMessage(Main, "1", "a\e[2Jb\rc\u009b1m\td", null), TestContext.Current.CancellationToken);
        view.Enter(Main, [new ChatMessage { Id = "1", ChatJid = Main, Sender = "x\e]0;title\a", Content = "y\e[1A", Timestamp = DateTimeOffset.UnixEpoch }]);
        Assert.Contains("a\uFFFD[2Jb\uFFFDc\uFFFD1m    d", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("x\uFFFD]0;title\uFFFD: y\uFFFD[1A", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_goes_away_is_the_end_of_the_input()
    {
        keys.CompleteAdding();
        Assert.Null(await view.ReadLineAsync(isContinued: false, TestContext.Current.CancellationToken));
    }

    private void Type(string text)
    {
        foreach (var character in text)
        {
            keys.Add(new ConsoleKeyInfo(character, character == '\r' ? ConsoleKey.Enter : ConsoleKey.None, shift: false, alt: false, control: false), TestContext.Current.CancellationToken);
        }
    }
}
