using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoClaw.Agents;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>The commands beside an assistant that runs, with its store, its queue and its health port.</summary>
public sealed class BesideTheAssistantTests() : AdministrationFixture(isRealTime: true), IAsyncLifetime
{
    /// <summary>Far below the hour after which the assistant would look by itself, and long for a slow machine.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(2);

    private readonly TestChannel _channel = new();
    private SqliteStore _store = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        var port = UnusedPort.Next();
        Nanoclaw.Env = $"TZ=Europe/Paris\nHEALTH_PORT={port}\n";
        await StoreAsync(async before => await before.Groups.PutAsync(Group("family") with { RequiresTrigger = false }, Token));
        _store = OpenStore(exclusive: true);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddSingleton<IStore>(_store);
        builder.Services.AddSingleton<IAgentRuntime, EchoRuntime>();
        builder.Services.AddSingleton<IChannel>(_channel);
        builder.Services.AddNanoClaw(
            new Host.HostOptions
            {
                HealthPort = port,
                GroupsFolder = Path.Combine(Nanoclaw.Folder, "groups"),
                PollInterval = TimeSpan.FromHours(1),
                ShutdownTimeout = TimeSpan.FromSeconds(1),
            }
        );
        _host = builder.Build();
        await _host.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _store.DisposeAsync();
        Dispose();
    }

    [Fact]
    public async Task A_text_is_sent_at_once()
    {
        await RunAsync("send", "family", "dinner");

        Assert.Equal("", Nanoclaw.Error);
        Assert.StartsWith("Handed to the running assistant", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal("dinner", await NextSentAsync());
    }

    [Fact]
    public async Task A_task_runs_at_once_when_it_is_made_due()
    {
        var added = await RunJsonAsync("tasks", "add", "--group", "family", "--prompt", "bins", "--cron", "0 4 1 1 *");
        var id = added.GetProperty("task").GetProperty("id").GetString()!;

        await RunAsync("tasks", "run", id);

        Assert.Equal("", Nanoclaw.Error);
        Assert.Equal("bins", await NextSentAsync());
    }

    [Fact]
    public async Task A_group_that_is_added_has_its_waiting_messages_answered_at_once_where_that_is_asked_for()
    {
        await _store.Messages.AddAsync(Message("m1", "new@g.us"), Token);

        await RunAsync("groups", "add", "new@g.us", "--folder", "new", "--no-trigger-required", "--answer-waiting");

        Assert.Contains("text of m1", await NextSentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_its_channels_and_its_queue()
    {
        _channel.Status = new ChannelStatus(ChannelState.SignedOut, "scan\e[2J the code");

        await RunAsync("status");

        Assert.StartsWith($"Andy      running (degraded), process {Environment.ProcessId}, since ", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("channels  test SIGNED OUT scan\uFFFD[2J the code\n", Nanoclaw.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("queue     0 running, 0 waiting, 0 waiting after a failure\n", Nanoclaw.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var status = await RunJsonAsync("status");
        Assert.Equal("signedOut", status.GetProperty("channels")[0].GetProperty("state").GetString());
        Assert.Equal(Environment.ProcessId, status.GetProperty("assistant").GetProperty("processId").GetInt32());
    }

    [Fact]
    public async Task Status_counts_by_the_limits_of_what_runs_and_not_by_its_own_environment()
    {
        Nanoclaw.Env += "BUDGET_SAVING_FROM=1\nBUDGET_STOP_AT=2\nRUNS_PER_DAY=1\nASSISTANT_NAME=Other\nTZ=Asia/Tokyo\n";

        var status = await RunJsonAsync("status");

        Assert.Equal(
            (12m, 14.5m, "Andy"),
            (
                status.GetProperty("budget").GetProperty("savingFromUsd").GetDecimal(),
                status.GetProperty("budget").GetProperty("stopAtUsd").GetDecimal(),
                status.GetProperty("assistant").GetProperty("name").GetString()
            )
        );
        await RunAsync("status");
        Assert.Contains("saves from $12.00", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("of this command's settings", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Tokyo", Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_assistant_on_the_port_is_not_taken_for_this_one()
    {
        // A store of another process: its number in the owner's file is not the one that answers.
        await File.WriteAllTextAsync(StorePath + ".owner", "process 1, since 2026-03-01 12:00:00Z", Token);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await RunJsonAsync("status")).GetProperty("channels").ValueKind);
        await RunAsync("send", "family", "x");
        Assert.Contains("could not be told", Nanoclaw.Error, StringComparison.Ordinal);
    }

    private async Task<string> NextSentAsync() => (await _channel.Sent.ReadAsync(Token).AsTask().WaitAsync(AtOnce, Token)).Text;
}
