using Microsoft.Data.Sqlite;
using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.EndToEnd.Tests.Killing;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests;

/// <summary><c>nanoclaw run</c> as a process, and a Worker in workerd that is away, or refuses its credentials.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const long Chat = 42;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-outage-");
    private LocalAgent _agent = null!;
    private BotApiServer _bot = null!;
    private CuttableLine _line = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Env => Path.Combine(_folder.FullName, ".env");

    public async ValueTask InitializeAsync()
    {
        _agent = await LocalAgent.StartAsync();
        _bot = await BotApiServer.StartAsync();
        _line = new CuttableLine(_agent.Cloud.Endpoint.Port);
        var settings = await File.ReadAllTextAsync(_agent.Cloud.State.AgentConfigurationFile, Token);
        await File.WriteAllTextAsync(Env, settings.Replace($":{_agent.Cloud.Endpoint.Port}", $":{_line.Port}", StringComparison.Ordinal), Token);
        await using var store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(_folder.FullName, "store", "messages.db") });
        await store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = $"tg:{Chat}",
                Name = "Family",
                Folder = "main",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                IsMain = true,
            },
            Token
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _bot.DisposeAsync();
        await _agent.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task While_the_worker_is_away_the_message_is_kept_over_a_kill_people_are_told_once_and_then_answered_once()
    {
        _line.IsClosed = true;
        await using (var run = Start(("OUTAGE_TOLD_SECONDS", "0")))
        {
            _bot.Say(Chat, 1, "What is seven and seven?");
            await run.UntilAsync(() => !_bot.Sent.IsEmpty);
            Assert.StartsWith("I cannot answer at the moment. The agent cannot be reached.", _bot.Sent.First().Text, StringComparison.Ordinal);
            // A text whose sending was not yet noted when the process died is sent again, and rightly.
            await run.UntilAsync(NothingIsPending);
            run.Kill();
            await run.EndAsync();
        }

        await using (var run = Start(("OUTAGE_TOLD_SECONDS", "0")))
        {
            await run.UntilAsync(() => !_bot.Offsets.IsEmpty);
            _line.IsClosed = false;
            await run.UntilAsync(() => _bot.Sent.Any(sent => sent.Text.Contains("seven and seven", StringComparison.Ordinal)));
            // What comes twice comes before the answer to this.
            _bot.Say(Chat, 2, "And again?");
            await run.UntilAsync(() => _bot.Sent.Any(sent => sent.Text.Contains("And again", StringComparison.Ordinal)));
            run.Signal("TERM");
            Assert.Equal(0, await run.WaitAsync());
        }

        Assert.Collection(
            _bot.Sent.Select(sent => sent.Text),
            text => Assert.StartsWith("I cannot answer", text, StringComparison.Ordinal),
            text => Assert.StartsWith("I am back after", text, StringComparison.Ordinal),
            text => Assert.Contains("seven and seven", text, StringComparison.Ordinal),
            text => Assert.Contains("And again", text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Refused_credentials_are_pulled_by_the_configured_command_and_the_process_goes_on_with_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command of the test is a Unix one.");
        var right = Path.Combine(_folder.FullName, "right.env");
        File.Copy(Env, right);
        await File.WriteAllTextAsync(
            Env,
            (await File.ReadAllTextAsync(right, Token)).Replace(_agent.Token, "a-token-of-two-rotations-ago", StringComparison.Ordinal),
            Token
        );

        await using var run = Start(("CONFIG_PULL_COMMAND", $"cp \"{right}\" \"{Env}\""));
        _bot.Say(Chat, 1, "What is seven and seven?");
        await run.UntilAsync(() => _bot.Sent.Any(sent => sent.Text.Contains("seven and seven", StringComparison.Ordinal)));

        Assert.Single(_bot.Sent);
        Assert.Contains("CONFIG_PULL_COMMAND has run and ended with 0", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_agent.Token, run.Output + run.Error, StringComparison.Ordinal);
    }

    private bool NothingIsPending()
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "store", "messages.db")};Mode=ReadOnly;Pooling=False");
        store.Open();
        using var command = store.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM outgoing_messages WHERE sent_at IS NULL";
        return command.ExecuteScalar() is 0L;
    }

    private NanoClawProcess Start(params (string Key, string Value)[] settings)
    {
        var environment = settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
        environment["TELEGRAM_BOT_TOKEN"] = BotApiServer.Token;
        environment["TELEGRAM_API_URL"] = _bot.Url;
        environment["HEALTH_PORT"] = "none";
        return NanoClawProcess.Start(_folder.FullName, environment, "run");
    }
}
