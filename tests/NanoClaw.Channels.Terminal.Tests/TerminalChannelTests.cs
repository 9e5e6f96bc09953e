using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NanoClaw.Agents;
using NanoClaw.Host;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Channels.Terminal.Tests;

/// <summary>The channel with a real store and a real assistant; the screen and the Worker are doubles.</summary>
public sealed class TerminalChannelTests : IAsyncLifetime
{
    private const string Main = "terminal:main";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-terminal-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeWorker _worker = new();
    private readonly FakeScreen _screen = new();
    private SqliteStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(_folder.FullName, "messages.db"), TimeProvider = _time });
        await _store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = Main,
                Name = "main",
                Folder = "main",
                Trigger = "@Andy",
                AddedAt = _time.GetUtcNow(),
                IsMain = true,
            },
            Token
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_said_is_answered_and_both_are_the_chats_history()
    {
        await using var running = Run();
        await running.Channel.SayAsync(Main, "hello #1", Token);
        await Eventually.TrueAsync(() => !_screen.Texts.IsEmpty);

        Assert.Equal("answer to #1", Assert.Single(_screen.Texts).Text);
        Assert.Null(running.Channel.LastFailure);
        Assert.Equal([(Main, true), (Main, false)], await SettledTypingAsync());
        var history = await _store.Messages.ReadHistoryAsync(Main, 10, Token);
        Assert.Equal(
            [("Ann", "hello #1", false), ("Andy", "answer to #1", true)],
            history.Select(message => (message.SenderName!, message.Content, message.IsBotMessage))
        );
        Assert.DoesNotContain(Main, await _store.Messages.ListPendingChatsAsync(Token));
    }

    [Fact]
    public async Task An_answer_shows_as_it_grows_and_once_when_it_is_whole()
    {
        _worker.Answer = _ => [new AgentEvent.Delta("Four"), new AgentEvent.Delta("teen."), new AgentEvent.Output("Fourteen.")];
        await using var running = Run();
        await running.Channel.SayAsync(Main, "hello #1", Token);
        await Eventually.TrueAsync(() => !_screen.Texts.IsEmpty);

        Assert.All(_screen.Partials, partial => Assert.StartsWith(partial.Text, "Fourteen.", StringComparison.Ordinal));
        Assert.Equal("Fourteen.", Assert.Single(_screen.Texts).Text);
    }

    [Fact]
    public async Task A_text_that_comes_again_is_shown_once()
    {
        var channel = NewChannel();
        var message = new OutgoingMessage
        {
            DeliveryId = "run1:3:0",
            ChatJid = Main,
            Text = "Hi",
            CreatedAt = _time.GetUtcNow(),
        };
        await channel.SendAsync(message, Token);
        // The process died before the outbox noted it; the next one has a channel of its own.
        await NewChannel().SendAsync(message with { Attempts = 1 }, Token);

        Assert.Single(_screen.Texts);
        Assert.Single(await _store.Messages.ReadHistoryAsync(Main, 10, Token));
    }

    [Fact]
    public async Task A_text_that_was_not_shown_is_not_lost()
    {
        _screen.IsGone = true;
        var message = new OutgoingMessage
        {
            DeliveryId = "run1:3:0",
            ChatJid = Main,
            Text = "Hi",
            CreatedAt = _time.GetUtcNow(),
        };
        await Assert.ThrowsAsync<IOException>(() => NewChannel().SendAsync(message, Token));
        Assert.Empty(await _store.Messages.ReadHistoryAsync(Main, 10, Token));

        _screen.IsGone = false;
        await NewChannel().SendAsync(message with { Attempts = 1 }, Token);
        Assert.Equal("Hi", Assert.Single(_screen.Texts).Text);
    }

    [Fact]
    public async Task A_failure_is_told_as_such()
    {
        _worker.Refuses = request => request.Prompt.Contains("#1", StringComparison.Ordinal) ? AgentErrorCodes.InvalidRequest : null;
        await using var running = Run();
        await running.Channel.SayAsync(Main, "hello #1", Token);
        await Eventually.TrueAsync(() => !_screen.Texts.IsEmpty);
        Assert.Equal(AgentErrorCodes.InvalidRequest, Assert.Single(_screen.Texts).ErrorCode);
        Assert.Equal(AgentErrorCodes.InvalidRequest, running.Channel.LastFailure);

        await running.Channel.SayAsync(Main, "hello #2", Token);
        await Eventually.TrueAsync(() => _screen.Texts.Count == 2);
        Assert.Null(running.Channel.LastFailure);
    }

    [Fact]
    public async Task No_allowlist_keeps_the_owner_of_the_terminal_out()
    {
        var allowlist = Path.Combine(_folder.FullName, "sender-allowlist.json");
        await File.WriteAllTextAsync(allowlist, """{"default":{"allow":["somebody-else"],"mode":"drop"},"chats":{}}""", Token);
        await using var running = Run(new HostOptions { SenderAllowlistPath = allowlist, GroupsFolder = _folder.FullName });
        await running.Channel.SayAsync(Main, "hello #1", Token);
        await Eventually.TrueAsync(() => !_screen.Texts.IsEmpty);
    }

    [Theory]
    [InlineData("terminal:main", true)]
    [InlineData("terminal:", false)]
    [InlineData("tg:1", false)]
    [InlineData("1@g.us", false)]
    public void It_owns_the_chats_of_the_terminal_alone(string jid, bool isOwn) => Assert.Equal(isOwn, NewChannel().Owns(jid));

    [Theory]
    [InlineData("global")]
    [InlineData("../etc")]
    [InlineData("a b")]
    [InlineData("")]
    public void A_chat_has_a_name_that_a_folder_could_have(string name) => Assert.Throws<ArgumentException>(() => TerminalJid.Of(name));

    private async Task<(string, bool)[]> SettledTypingAsync()
    {
        await Eventually.TrueAsync(() => _screen.Typing.Count == 2);
        return [.. _screen.Typing];
    }

    private TerminalChannel NewChannel() => new(_store, _screen, "Ann", "Andy", _time);

    private Running Run(HostOptions? options = null)
    {
        var channel = NewChannel();
        return new Running(
            channel,
            new Assistant(_store, _worker, [channel], options ?? new HostOptions { GroupsFolder = _folder.FullName }, _time, NullLoggerFactory.Instance)
        );
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Assistant _assistant;
        private readonly Task _run;

        public Running(TerminalChannel channel, Assistant assistant)
        {
            (Channel, _assistant) = (channel, assistant);
            _run = assistant.RunAsync(_stop.Token);
        }

        public TerminalChannel Channel { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run.ContinueWith(static _ => { }, TaskScheduler.Default);
            await _assistant.StopAsync();
            await _assistant.DisposeAsync();
            _stop.Dispose();
        }
    }
}
