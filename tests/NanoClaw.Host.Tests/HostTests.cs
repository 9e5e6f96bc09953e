using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>The assistant as a service of a .NET host.</summary>
public sealed class HostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_mistake_in_the_settings_is_named_at_once()
    {
        var mistakes = HostOptionsRules.FindMistakes(
            new HostOptions
            {
                AssistantName = "",
                TimeZone = "Mars/Olympus",
                MaxConcurrentRuns = 0,
                PollInterval = TimeSpan.Zero,
                Budget = new() { SavingFrom = 20, BillingDay = 32 },
            }
        );

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
    public async Task A_task_runs_at_its_time_and_not_at_the_next_poll()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = "t",
                GroupFolder = "main",
                ChatJid = World.Main,
                Prompt = "#7",
                ScheduleType = ScheduleType.Once,
                ScheduleValue = "2026-07-01T12:00:20Z",
                NextRun = world.Time.GetUtcNow() + TimeSpan.FromSeconds(20),
                CreatedAt = world.Time.GetUtcNow(),
            },
            Token
        );
        using var stop = new CancellationTokenSource();
        var running = world.Assistant.RunAsync(stop.Token);

        // A second at a time, well below the poll of a minute; the loop may not have begun its wait at the first.
        while (world.Channel.Sent.IsEmpty && world.Time.GetUtcNow() < new DateTimeOffset(2026, 7, 1, 12, 0, 50, TimeSpan.Zero))
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Token);
        }

        // The time stands before that of the next poll: however slow this machine is, only the task's own time brings it about.
        await World.UntilAsync(() => !world.Channel.Sent.IsEmpty);
        Assert.Equal(["answer to #7"], world.Channel.TextsTo(World.Main));
        await stop.CancelAsync();
        await running;
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
