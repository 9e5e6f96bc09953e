using System.Diagnostics;
using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests;

/// <summary><c>nanoclaw run</c> as a process: people write to a Bot API, the agent is the real Worker in workerd.</summary>
public sealed class RunTests(DevCloud cloud) : IClassFixture<DevCloud>, IAsyncLifetime
{
    private const long Chat = 42;

    private readonly string _store = cloud.NewStore();
    private BotApiServer _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await BotApiServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        cloud.Model.Before.TrySetResult();
        await _bot.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_answered_by_the_worker_and_the_start_is_told_in_one_screen()
    {
        await RegisterAsync();
        await using var run = Start();
        _bot.Say(Chat, 1, "What is seven and seven?");
        await run.UntilAsync(() => !_bot.Sent.IsEmpty);

        Assert.Equal((Chat, "Fourteen."), Assert.Single(_bot.Sent));
        // What a process has written is read a little later.
        await run.UntilAsync(() =>
            run.Error.Contains("health", StringComparison.Ordinal) && run.Output.Contains("Telegram is connected", StringComparison.Ordinal)
        );
        Assert.Contains("agent.localhost", run.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_store, "messages.db"), run.Error, StringComparison.Ordinal);
        Assert.Contains("telegram", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(BotApiServer.Token, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("seven and seven", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task One_signal_finishes_what_runs_and_ends_with_0(string signal)
    {
        cloud.Model.Before = ModelServer.Closed();
        await RegisterAsync();
        var calls = cloud.Model.Keys.Count;
        await using (var run = Start())
        {
            _bot.Say(Chat, 1, "What is seven and seven?");
            await run.UntilAsync(() => cloud.Model.Keys.Count > calls);
            run.Signal(signal);
            await run.UntilAsync(() => run.Error.Contains("Finishing what runs (at most 60 s)", StringComparison.Ordinal));
            cloud.Model.Before.SetResult();
            Assert.Equal(0, await run.WaitAsync());
            Assert.Equal((Chat, "Fourteen."), Assert.Single(_bot.Sent));
        }

        await using (var ledger = Open())
        {
            Assert.Empty(await ledger.Runs.ListUnfinishedAsync(TestContext.Current.CancellationToken));
        }

        await AnswersOnceAsync();
        Assert.Equal(calls + 2, cloud.Model.Keys.Count);
    }

    [Fact]
    public async Task A_second_ctrl_c_leaves_at_once_and_the_next_start_takes_the_run_up_and_answers_once()
    {
        cloud.Model.Before = ModelServer.Closed();
        await RegisterAsync();
        var calls = cloud.Model.Keys.Count;
        await using (var run = Start())
        {
            _bot.Say(Chat, 1, "What is seven and seven?");
            await run.UntilAsync(() => cloud.Model.Keys.Count > calls);
            run.Signal("INT");
            await run.UntilAsync(() => run.Error.Contains("Ctrl-C again leaves at once", StringComparison.Ordinal));
            var clock = Stopwatch.StartNew();
            run.Signal("INT");
            Assert.Equal(130, await run.WaitAsync());
            // A second on an idle machine; what it would wait for otherwise is a minute.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(45), $"{clock.Elapsed}");
        }

        cloud.Model.Before.SetResult();
        await AnswersOnceAsync();
        Assert.Equal(calls + 2, cloud.Model.Keys.Count);
    }

    [Fact]
    public async Task Of_a_chat_that_is_no_group_the_name_alone_is_kept_and_the_screen_says_how_to_make_it_one()
    {
        await using var run = Start();
        _bot.Say(Chat, 1, "Is anybody there?");
        await run.UntilAsync(() => run.Error.Contains("nanoclaw groups add JID --main", StringComparison.Ordinal));
        await run.UntilAsync(() => _bot.Offsets.Any(offset => offset is not null));
        run.Signal("TERM");
        Assert.Equal(0, await run.WaitAsync());

        await using var kept = Open();
        Assert.Equal($"tg:{Chat}", Assert.Single(await kept.Chats.ListAsync(TestContext.Current.CancellationToken)).Jid);
        Assert.Empty(await kept.Messages.ReadHistoryAsync($"tg:{Chat}", 10, TestContext.Current.CancellationToken));
        Assert.Empty(_bot.Sent);
    }

    [Fact]
    public async Task A_second_assistant_on_the_same_store_is_refused_in_one_sentence()
    {
        await using var run = Start();
        await run.UntilAsync(() => !_bot.Offsets.IsEmpty);

        await using var chat = cloud.Start(_store, "chat");
        Assert.Equal(6, await chat.WaitAsync());
        Assert.Contains("in use by another NanoClaw", chat.Error, StringComparison.Ordinal);
        Assert.Contains("STORE_DIR=", chat.Error, StringComparison.Ordinal);

        await using var second = Start();
        Assert.Equal(6, await second.WaitAsync());
        Assert.Contains("in use by another NanoClaw", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output + second.Error + chat.Error, StringComparison.Ordinal);
    }

    private NanoClawProcess Start() =>
        cloud.Start(_store, [("TELEGRAM_BOT_TOKEN", BotApiServer.Token), ("TELEGRAM_API_URL", _bot.Url), ("SHUTDOWN_SECONDS", "60")], "run");

    private async Task AnswersOnceAsync()
    {
        await using var run = Start();
        await run.UntilAsync(() => !_bot.Sent.IsEmpty);
        // Said after the answer: what comes twice comes before the answer to it.
        _bot.Say(Chat, 2, "And again?");
        await run.UntilAsync(() => _bot.Sent.Count > 1);
        run.Signal("TERM");
        Assert.Equal(0, await run.WaitAsync());
        Assert.Equal([(Chat, "Fourteen."), (Chat, "Fourteen.")], _bot.Sent);
    }

    private async Task RegisterAsync()
    {
        await using var groups = Open();
        await groups.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = $"tg:{Chat}",
                Name = "Family",
                Folder = "main",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                IsMain = true,
            },
            TestContext.Current.CancellationToken
        );
    }

    private SqliteStore Open() => SqliteStore.Open(new StoreOptions { Path = Path.Combine(_store, "messages.db"), Exclusive = false });
}
