using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Health;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What the process tells of itself on its own machine, and to whom.</summary>
public sealed class HealthServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
                    $$"""
                    {"status":"ok","version":"1.2.3","commit":"0123abc","processId":{{Environment.ProcessId}},"startedAt":"2026-07-01T12:00:00+00:00",
                    "store":"ok","budget":"normal","agent":{"state":"ok","chatsHeld":0},
                    "running":0,"waiting":0,"backingOff":0,"waitingForYes":0,
                    "channels":[{"name":"fake","state":"connected","detail":null}]}
                    """
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
}
