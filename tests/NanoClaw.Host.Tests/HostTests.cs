using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
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
    public async Task Health_and_metrics_are_told_on_the_loopback_address()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(
            world.Assistant,
            world.Store,
            0,
            world.Time,
            NullLogger<HealthServer>.Instance,
            build: new ProgramBuild("1.2.3", "0123abc")
        );
        await server.StartAsync(Token);
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(server.Address!.Host)));
        var health = JsonNode.Parse(await client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Token))!.AsObject();
        Assert.Equal("Andy", (string?)health["limits"]?["assistantName"]);
        health.Remove("limits");
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    $$"""{"status":"ok","version":"1.2.3","commit":"0123abc","processId":{{Environment.ProcessId}},"startedAt":"2026-07-01T12:00:00+00:00","store":"ok","budget":"normal","agent":{"state":"ok","chatsHeld":0},"running":0,"waiting":0,"backingOff":0,"waitingForYes":0,"channels":[{"name":"fake","state":"connected","detail":null}]}"""
                ),
                health
            ),
            health.ToJsonString()
        );
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
        Assert.Contains("nanoclaw_build_info{version=\"1.2.3\",commit=\"0123abc\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("# TYPE nanoclaw_runs_total counter\nnanoclaw_runs_total{outcome=\"succeeded\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_tokens_total{direction=\"input\"} 10\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_cached_tokens_total{kind=\"read\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_budget_used_usd 5\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_store_up 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_sends_total{channel=\"fake\",outcome=\"sent\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains(
            "# TYPE nanoclaw_channel_state gauge\nnanoclaw_channel_state{channel=\"fake\",state=\"connecting\"} 0\nnanoclaw_channel_state{channel=\"fake\",state=\"connected\"} 1\n",
            metrics,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("#1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wait_for_an_answer_is_measured_from_the_store_of_its_message_to_its_first_text_sent()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);
        world.Time.Advance(TimeSpan.FromSeconds(4));
        world.Worker.Gate.SetResult();
        await world.SettleAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);

        Assert.Contains("# TYPE nanoclaw_answer_seconds histogram\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_answer_seconds_bucket{le=\"2.5\"} 0\nnanoclaw_answer_seconds_bucket{le=\"5\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains(
            "nanoclaw_answer_seconds_bucket{le=\"+Inf\"} 1\nnanoclaw_answer_seconds_sum 4\nnanoclaw_answer_seconds_count 1\n",
            metrics,
            StringComparison.Ordinal
        );
        Assert.Contains("nanoclaw_run_seconds_bucket{outcome=\"succeeded\",le=\"5\"} 1\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_makes_the_health_failing_and_leaves_the_rest_of_the_metrics()
    {
        await using var world = await World.CreateAsync();
        var store = new Mock<IStore>();
        store.SetupGet(broken => broken.State).Throws(new StoreException(StoreFailure.Full, "The disk is full."));
        store.SetupGet(broken => broken.Runs).Throws(new StoreException(StoreFailure.Full, "The disk is full."));
        await using var assistant = new Assistant(store.Object, world.Worker, [world.Channel], world.Options, world.Time, NullLoggerFactory.Instance);
        await using var server = new HealthServer(assistant, store.Object, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = server.Address };

        using var health = await client.GetAsync(new Uri("/healthz", UriKind.Relative), Token);
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("\"status\":\"failing\"", await health.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("nanoclaw_store_up 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_store_writable 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_runs_running 0\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("nanoclaw_budget", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_an_answer_is_counted_with_how_long_it_waits()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = server.Address };
        await world.SayAsync(World.Quiet, "nobody is called");
        await world.SettleAsync();
        Assert.Contains("nanoclaw_messages_waiting 0\n", await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token), StringComparison.Ordinal);

        world.Worker.Away = () => Failures.Of(Agents.AgentErrorCodes.ConnectionFailed);
        await world.SayAsync(World.Family);
        await world.RestAsync();
        await world.SayAsync(World.Main);
        await world.RestAsync();
        world.Time.Advance(TimeSpan.FromSeconds(90));
        // The agent is tried again by then.
        await world.RestAsync();

        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
        Assert.Contains("nanoclaw_messages_waiting 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_messages_oldest_seconds 90\n", metrics, StringComparison.Ordinal);

        world.Worker.Away = () => null;
        await world.SettleAsync();
        metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
        Assert.Contains("nanoclaw_messages_waiting 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_messages_oldest_seconds 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_needs_a_person_makes_the_health_degraded()
    {
        await using var world = await World.CreateAsync();
        world.Channel.Status = new(ChannelState.SignedOut, "Sign in again.");
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = server.Address };

        var health = await client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Token);

        Assert.Contains("\"status\":\"degraded\"", health, StringComparison.Ordinal);
        Assert.Contains("{\"name\":\"fake\",\"state\":\"signedOut\",\"detail\":\"Sign in again.\"}", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_another_process_left_is_sent_when_the_assistant_is_woken()
    {
        await using var world = await World.CreateAsync();
        using var stop = new CancellationTokenSource();
        var running = world.Assistant.RunAsync(stop.Token);
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = server.Address };
        await world.Store.Outbox.AddAsync(
            [
                new OutgoingMessage
                {
                    DeliveryId = "d",
                    ChatJid = World.Main,
                    Text = "from beside",
                    CreatedAt = world.Time.GetUtcNow(),
                },
            ],
            Token
        );

        using var woken = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/wake") { Headers = { { HealthServer.WakeHeader, "1" } } }, Token);

        Assert.Equal(HttpStatusCode.Accepted, woken.StatusCode);
        await World.UntilAsync(() => world.Channel.TextsTo(World.Main).Contains("from beside"));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_page_in_a_browser_cannot_wake_the_assistant()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = server.Address };

        using var simple = await client.PostAsync(new Uri("/wake", UriKind.Relative), new StringContent(""), Token);
        using var preflight = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Options, "/wake")
            {
                Headers =
                {
                    { "Origin", "https://evil.example" },
                    { "Access-Control-Request-Method", "POST" },
                    { "Access-Control-Request-Headers", HealthServer.WakeHeader },
                },
            },
            Token
        );

        Assert.Equal(HttpStatusCode.Forbidden, simple.StatusCode);
        Assert.False(preflight.IsSuccessStatusCode);
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
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

    [Fact]
    public async Task Health_is_not_told_under_a_foreign_name()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
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
