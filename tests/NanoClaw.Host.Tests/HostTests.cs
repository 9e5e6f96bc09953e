using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Health;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

public sealed class HostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_mistake_in_the_settings_is_named_at_once()
    {
        var mistakes = HostOptionsRules.FindMistakes(new HostOptions
        {
            AssistantName = "",
            TimeZone = "Mars/Olympus",
            MaxConcurrentRuns = 0,
            PollInterval = TimeSpan.Zero,
            Budget = new() { SavingFrom = 20, BillingDay = 32 },
        });

        Assert.Equal(6, mistakes.Count);
        Assert.Contains(mistakes, mistake => mistake.Contains("Mars/Olympus", StringComparison.Ordinal));
        Assert.Empty(HostOptionsRules.FindMistakes(new HostOptions()));
    }

    [Fact]
    public async Task Without_a_channel_the_start_is_refused_and_says_how_to_get_one()
    {
        await using var world = await World.CreateAsync();
        using var host = Build(world, channels: []);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("docs/CHANNELS.md", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_host_messages_are_answered_and_a_stop_finishes_what_runs()
    {
        await using var world = await World.CreateAsync();
        using var host = Build(world, [world.Channel]);
        await host.StartAsync(Token);
        world.Worker.Gate = new TaskCompletionSource();
        await host.Services.GetRequiredService<Assistant>().Inbox.ReceiveAsync(world.NewMessage(World.Main), Token);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);

        var stop = host.StopAsync(Token);
        world.Worker.Gate.SetResult();
        await stop;

        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync(Token));
    }

    [Fact]
    public async Task A_channel_that_breaks_is_started_again_and_others_go_on()
    {
        await using var world = await World.CreateAsync();
        var breaking = new BreakingChannel();
        using var host = Build(world, [breaking, world.Channel]);
        await host.StartAsync(Token);

        await Eventually.TrueAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            return breaking.Starts > 2;
        });

        await host.Services.GetRequiredService<Assistant>().Inbox.ReceiveAsync(world.NewMessage(World.Main), Token);
        await World.UntilAsync(() => !world.Channel.Sent.IsEmpty);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task A_missed_event_is_found_by_the_poll()
    {
        await using var world = await World.CreateAsync();
        using var host = Build(world, [world.Channel]);
        await host.StartAsync(Token);

        await world.Store.Messages.AddAsync(world.NewMessage(World.Main), Token);
        await Eventually.TrueAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(10));
            return !world.Channel.Sent.IsEmpty;
        });

        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Health_and_metrics_are_told_on_the_loopback_address()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(world.Assistant, world.Store, 0, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(server.Address!.Host)));
        Assert.Equal(
            """{"status":"ok","store":"ok","budget":"normal","running":0,"waiting":0,"backingOff":0}""",
            await client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Token));
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
        Assert.Contains("# TYPE nanoclaw_runs_total counter\nnanoclaw_runs_total{outcome=\"succeeded\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_tokens_total{direction=\"input\"} 10\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_budget_used_usd 5\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("#1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_not_told_under_a_foreign_name()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(world.Assistant, world.Store, 0, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address!, "/healthz")) { Headers = { Host = "evil.example" } };

        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    private static IHost Build(World world, IChannel[] channels)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IStore>(world.Store); // An instance is not disposed of by the host.
        builder.Services.AddSingleton<IAgentRuntime>(world.Worker);
        builder.Services.AddSingleton<TimeProvider>(world.Time);
        foreach (var channel in channels)
        {
            builder.Services.AddSingleton(channel);
        }

        builder.Services.AddNanoClaw(world.Options with { HealthPort = null });
        return builder.Build();
    }

    private sealed class BreakingChannel : IChannel
    {
        public int Starts { get; private set; }

        public string Name => "breaking";

        public ChannelStatus Status { get; } = new(ChannelState.Reconnecting);

        public int MaxTextLength => 1000;

        public bool Owns(string chatJid) => false;

        public Task RunAsync(IInbox inbox, CancellationToken cancellationToken)
        {
            Starts++;
            throw new IOException("cut");
        }

        public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Chat>>([]);
    }
}
