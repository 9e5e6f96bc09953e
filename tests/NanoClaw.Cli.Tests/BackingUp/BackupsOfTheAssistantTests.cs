using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanoClaw.Cli.Tests.Administration;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Running;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Home.Settings;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Cli.Tests.BackingUp;

/// <summary>Backups of the whole process: its channel, its health port, and <c>status</c> beside it.</summary>
public sealed class BackupsOfTheAssistantTests() : AdministrationFixture(isRealTime: false)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TestChannel _channel = new();

    [Fact]
    public async Task A_failure_is_told_in_the_main_group_and_stands_everywhere_until_one_is_good()
    {
        var port = UnusedPort.Next();
        var backups = Path.Combine(Nanoclaw.Folder, "backups");
        await File.WriteAllTextAsync(backups, "no folder", Token);
        Nanoclaw.Env = $"""
            TZ=UTC
            HEALTH_PORT={port}
            BACKUP_EVERY=1d
            CLOUDFLARE_AGENT_ENDPOINT=https://127.0.0.1:9
            CLOUDFLARE_AGENT_TOKEN=0123456789012345678901234567890123456789
            CLOUDFLARE_ACCESS_CLIENT_ID=id.access
            CLOUDFLARE_ACCESS_CLIENT_SECRET=0123456789

            """;
        await StoreAsync(async store => await store.Groups.PutAsync(Group("main", isMain: true), Token));
        var context = new CliContext
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            ProjectFolder = Nanoclaw.Folder,
            Time = Clock,
            Variable = _ => null,
        };
        var settings = AssistantSettings.Read(context, envFile: null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var log = new LogEntries(static _ => { }, Clock, TimeZoneInfo.Utc);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await using var process = await AssistantProcess.CreateAsync(
            settings,
            services => services.AddSingleton<IChannel>(_channel),
            log,
            Clock,
            BackupSettings.Read(context, settings)
        );
        var running = process.RunAsync(stop.Token);

        Assert.Contains("nanoclaw backup key show", await NextSentAsync(), StringComparison.Ordinal);
        Assert.StartsWith("The backup failed. ", await NextSentAsync(), StringComparison.Ordinal);

        using (var health = JsonDocument.Parse(await http.GetStringAsync("/healthz", Token)))
        {
            Assert.Equal("degraded", health.RootElement.GetProperty("status").GetString());
            Assert.Contains(backups, health.RootElement.GetProperty("backup").GetProperty("failure").GetString(), StringComparison.Ordinal);
        }

        var metrics = await http.GetStringAsync("/metrics", Token);
        Assert.Contains("\nnanoclaw_backup_failing 1\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("nanoclaw_backup_age_seconds", metrics, StringComparison.Ordinal);
        await RunAsync("status");
        Assert.Contains("backup    none yet: nanoclaw backup\n          FAILED 12:00: ", Nanoclaw.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        File.Delete(backups);
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (
            !Directory.Exists(Path.Combine(backups, "snapshots"))
            || !(await http.GetStringAsync("/metrics", Token)).Contains("\nnanoclaw_backup_failing 0\n", StringComparison.Ordinal)
        )
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, "No backup was made.");
            Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(5, Token);
        }

        var good = (await RunJsonAsync("status")).GetProperty("backup");
        Assert.Equal(JsonValueKind.Null, good.GetProperty("failure").ValueKind);
        Assert.Equal(backups, good.GetProperty("to").GetString());
        Clock.Advance(TimeSpan.FromSeconds(30));
        var age = (Clock.GetUtcNow() - good.GetProperty("lastGoodAt").GetDateTimeOffset()).TotalSeconds;
        Assert.Contains(
            FormattableString.Invariant($"\nnanoclaw_backup_age_seconds {age}\n"),
            await http.GetStringAsync("/metrics", Token),
            StringComparison.Ordinal
        );
        using (var health = JsonDocument.Parse(await http.GetStringAsync("/healthz", Token)))
        {
            Assert.Equal(JsonValueKind.Null, health.RootElement.GetProperty("backup").GetProperty("failure").ValueKind);
        }

        await stop.CancelAsync();
        await running.WaitAsync(Patience, Token);
    }

    private async Task<string> NextSentAsync() => (await _channel.Sent.ReadAsync(Token).AsTask().WaitAsync(Patience, Token)).Text;
}
