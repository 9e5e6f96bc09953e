using NanoClaw.Channels.Telegram.Tests.Support;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>What the process tells a collector, and what it never does.</summary>
public sealed class TelemetryTests(DevCloud cloud) : IClassFixture<DevCloud>
{
    private const string Question = "What is seven and seven, between us?";

    [Fact]
    public async Task Metrics_traces_and_log_are_exported_without_any_message_or_secret()
    {
        var store = cloud.NewStore();
        await using (var groups = SqliteStore.Open(new StoreOptions { Path = Path.Combine(store, "messages.db") }))
        {
            await groups.Groups.PutAsync(
                new RegisteredGroup
                {
                    Jid = "tg:42",
                    Name = "Family",
                    Folder = "main",
                    Trigger = "@Andy",
                    AddedAt = DateTimeOffset.UnixEpoch,
                    IsMain = true,
                },
                TestContext.Current.CancellationToken
            );
        }

        await using var bot = await BotApiServer.StartAsync();
        await using var collector = await Collector.StartAsync();
        await using var run = cloud.Start(
            store,
            [
                ("TELEGRAM_BOT_TOKEN", BotApiServer.Token),
                ("TELEGRAM_API_URL", bot.Url),
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=between-us-too"),
            ],
            "run"
        );
        bot.Say(42, 1, Question);
        await run.UntilAsync(() => !bot.Sent.IsEmpty);
        run.Signal("TERM");
        Assert.True(await run.WaitAsync() == 0, run.Error);

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], collector.Paths.Order(StringComparer.Ordinal));
        Assert.Contains("nanoclaw_messages_received_total", collector.Of("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("nanoclaw.agent.run.duration", collector.Of("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("agent.run", collector.Of("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("nanoclaw.send", collector.Of("/v1/traces"), StringComparison.Ordinal);
        foreach (var secret in new[] { Question, "Fourteen.", BotApiServer.Token, "between-us-too" })
        {
            Assert.DoesNotContain(secret, collector.All + run.Output + run.Error, StringComparison.Ordinal);
        }
    }
}
