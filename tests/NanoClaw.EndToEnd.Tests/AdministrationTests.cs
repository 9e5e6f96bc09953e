using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>The commands as processes of their own, beside <c>nanoclaw run</c> in another.</summary>
public sealed class AdministrationTests(DevCloud cloud) : IClassFixture<DevCloud>, IAsyncLifetime
{
    private const long Chat = 42;

    private readonly string _store = cloud.NewStore();
    private readonly string _port = UnusedPort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture);
    private BotApiServer _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await BotApiServer.StartAsync();

    public async ValueTask DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_chat_becomes_a_group_is_sent_a_text_and_has_a_task_run_while_the_assistant_runs()
    {
        await using var run = Start("run");
        _bot.Say(Chat, 1, "Is anybody there?");
        await run.UntilAsync(() => _bot.Offsets.Any(offset => offset is not null));
        Assert.Contains($"tg:{Chat}", await CommandAsync("groups", "list", "--all"), StringComparison.Ordinal);

        await CommandAsync("groups", "add", $"tg:{Chat}", "--main", "--name", "Me");
        await CommandAsync("send", "main", "hello");
        await run.UntilAsync(() => _bot.Sent.Contains((Chat, "hello")));
        var added = await CommandAsync("tasks", "add", "--group", "main", "--prompt", "What is seven and seven?", "--every", "1d");
        await CommandAsync("tasks", "run", added.Split(' ')[1]);
        await run.UntilAsync(() => _bot.Sent.Contains((Chat, "Fourteen.")));

        var status = await CommandAsync("status");
        Assert.Contains($"running (ok), process {run.Id},", status, StringComparison.Ordinal);
        Assert.Contains("telegram connected", status, StringComparison.Ordinal);
        // What was said before the chat was a group is passed over.
        Assert.Equal([(Chat, "hello"), (Chat, "Fourteen.")], _bot.Sent);
    }

    [Fact]
    public async Task A_watch_ends_well_on_ctrl_c()
    {
        await CommandAsync("groups", "add", $"tg:{Chat}", "--main");
        await using var watch = Start("status", "--watch", "1");
        await watch.UntilAsync(() => watch.Output.Split("not running").Length > 2);

        watch.Signal("INT");

        Assert.Equal(0, await watch.WaitAsync());
    }

    [Fact]
    public async Task A_watch_ends_when_nobody_reads_it_any_more()
    {
        await CommandAsync("groups", "add", $"tg:{Chat}", "--main");
        await using var watch = cloud.StartInShell(_store, "{0} status --watch 1 | head -n 1");

        Assert.Equal(141, await watch.WaitAsync());
        Assert.Contains("not running", Assert.Single(watch.Output.Split('\n')), StringComparison.Ordinal);
        Assert.Equal("", watch.Error);
    }

    private async Task<string> CommandAsync(params string[] args)
    {
        await using var command = Start(args);
        var code = await command.WaitAsync();
        Assert.True(code == 0, $"{string.Join(' ', args)} ended with {code}: {command.Error}");
        return command.Output;
    }

    private NanoClawProcess Start(params string[] args) =>
        cloud.Start(_store, [("TELEGRAM_BOT_TOKEN", BotApiServer.Token), ("TELEGRAM_API_URL", _bot.Url), ("HEALTH_PORT", _port)], args);
}
