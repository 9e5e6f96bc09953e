using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.Agents.Tests;

/// <summary>The client's side of the examples in tests/contract.</summary>
public sealed class GoldenExampleTests
{
    private static readonly AgentRequest Full = new()
    {
        Prompt = "<messages>\n<message sender=\"Ana\" time=\"2026-11-01T09:00:00.000Z\">@Andy what is on today?</message>\n</messages>",
        SessionId = "s_01HZX4T9W2",
        GroupFolder = "family",
        ChatJid = "123@g.us",
        IsMain = true,
        Metadata = new AgentMetadata
        {
            AssistantName = "Andy",
            Timezone = "Europe/Paris",
            Memory = "The family has a dog called Rex.",
            Strangers = true,
            Model = "demo",
            Effort = AgentEffort.Low,
            Tasks =
            [
                new AgentTask
                {
                    Id = "task-1",
                    GroupFolder = "family",
                    Prompt = "Say good morning",
                    ScheduleType = "cron",
                    ScheduleValue = "0 8 * * *",
                    Status = "active",
                    NextRun = DateTimeOffset.Parse("2026-11-02T08:00:00+01:00", CultureInfo.InvariantCulture),
                },
            ],
            Fetch = AgentFetch.Links,
            MaxActiveTasks = 20,
            Groups =
            [
                new AgentGroup
                {
                    Jid = "123@g.us",
                    Name = "Family",
                    Folder = "family",
                },
                new AgentGroup { Jid = "456@g.us", Name = "Book club" },
            ],
        },
    };

    public static TheoryData<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "contract", folder)).Select(path => Path.GetFileName(path)!)];

    [Fact]
    public async Task The_full_request_travels_as_the_example_has_it()
    {
        var expected = JsonNode.Parse(TestRun.Golden("requests/full.json"))!.AsObject();
        expected.Remove("isScheduledTask"); // false is its default, and is left out

        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(await BodyOfAsync(Full))));
    }

    [Fact]
    public async Task The_minimal_request_travels_with_its_four_fields_and_no_other() =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(TestRun.Golden("requests/minimal.json")), JsonNode.Parse(await BodyOfAsync(TestRun.Request))));

    [Fact]
    public async Task Quotes_tags_and_other_alphabets_travel_unescaped_so_that_the_body_stays_small() =>
        Assert.Contains("<b>日本 & 'x'</b>", await BodyOfAsync(TestRun.Request with { Prompt = "<b>日本 & 'x'</b>" }));

    [Theory]
    [InlineData("requests/invalid-blank-prompt.json")]
    [InlineData("requests/invalid-group-folder.json")]
    [InlineData("requests/invalid-fetch.json")]
    [InlineData("requests/invalid-model.json")]
    [InlineData("requests/invalid-effort.json")]
    [InlineData("requests/invalid-max-active-tasks.json")]
    [InlineData("requests/invalid-chat-jid.json")]
    [InlineData("requests/invalid-session-id.json")]
    [InlineData("requests/invalid-time-zone.json")]
    [InlineData("requests/invalid-unseen-prompt.json")]
    public async Task What_the_Worker_would_refuse_is_refused_before_anything_is_sent(string file)
    {
        var example = JsonNode.Parse(TestRun.Golden(file))!;
        var request = example["body"].Deserialize<AgentRequest>(JsonSerializerOptions.Web)!;
        await using var worker = await StubWorker.StartAsync();
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() => runtime.RunAsync(request, (_, _) => Task.CompletedTask));

        Assert.Equal((string?)example["code"], failure.Code);
        Assert.Contains((string)example["names"]!, failure.Message);
        Assert.Empty(worker.Calls);
    }

    [Fact]
    public void What_the_Worker_would_pass_over_of_a_list_is_known_here()
    {
        foreach (var example in JsonNode.Parse(TestRun.Golden("items/tasks.json"))!.AsArray())
        {
            Assert.True(
                (bool)example!["taken"]! == AgentContract.FindMistake(example["item"].Deserialize<AgentTask>(JsonSerializerOptions.Web)!) is null,
                (string)example["what"]!
            );
        }

        foreach (var example in JsonNode.Parse(TestRun.Golden("items/groups.json"))!.AsArray())
        {
            Assert.True(
                (bool)example!["taken"]! == AgentContract.FindMistake(example["item"].Deserialize<AgentGroup>(JsonSerializerOptions.Web)!) is null,
                (string)example["what"]!
            );
        }
    }

    [Fact]
    public async Task A_body_has_the_bytes_that_were_measured()
    {
        var odd = "\"'&<>\\/\t\n\u0001\u007F\u0085\u2028é日🙂\uD83D x";
        var request = Full with { Prompt = odd, Metadata = Full.Metadata! with { Memory = odd, Timezone = null } };

        Assert.Equal(Encoding.UTF8.GetByteCount(await BodyOfAsync(request)), AgentContract.MeasureBody(request));
        Assert.Equal(AgentContract.MeasureBody(request with { Prompt = "x" }) - 1 + AgentContract.MeasureText(odd), AgentContract.MeasureBody(request));
    }

    [Theory]
    [MemberData(nameof(Files), "responses")]
    public async Task A_whole_answer_says_what_its_stream_would(string file)
    {
        var text = TestRun.Golden("responses/" + file);
        var example = JsonNode.Parse(text)!;
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, "application/json", text);
        using var runtime = new CloudflareAgentRuntime(worker.Options(o => o.Streaming = false), new FixedCredentials());
        var outputs = new List<AgentOutput>();

        var result = await runtime.RunAsync(
            TestRun.Request,
            (output, _) =>
            {
                outputs.Add(output);
                return Task.CompletedTask;
            }
        );

        var session = (string?)example["sessionId"];
        string?[] texts = example["result"] is null ? [null] : [(string?)example["result"], null];
        Assert.Equal(texts.Select(t => new AgentOutput { Result = t, NewSessionId = session }), outputs);
        Assert.Equal(session, result.NewSessionId);
        Assert.Equal((string?)example["model"], result.Model);
        Assert.Equal(example["actions"]!.AsArray().Count, result.Actions.Count);
        Assert.Equal((long)example["usage"]!["inputTokens"]!, result.Usage!.InputTokens);
        Assert.Equal((long)example["usage"]!["cacheReadTokens"]!, result.Usage!.CacheReadTokens);
        Assert.Equal((long)example["usage"]!["cacheWriteTokens"]!, result.Usage!.CacheWriteTokens);
        Assert.Equal("application/json", Assert.Single(worker.Calls).Header("Accept"));
    }

    [Fact]
    public async Task The_successful_stream_gives_its_events_in_order()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Golden("streams/success.sse"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var events = await runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync();

        Assert.Collection(
            events,
            e => Assert.Equal(new AgentEvent.Started(TestRun.Id, "s_01HZX4T9W2") { EventId = 1 }, e),
            e =>
            {
                var action = Assert.IsType<AgentEvent.ActionRequested>(e);
                Assert.Equal(("a1", "send_message", "On it."), (action.Id, action.Name, action.Arguments.GetProperty("text").GetString()));
                Assert.Equal(["web"], action.Origins);
            },
            e => Assert.Equal(new AgentEvent.Delta("Rex has his walk ") { EventId = 3 }, e),
            e => Assert.Equal(new AgentEvent.Delta("at five.") { EventId = 4 }, e),
            e => Assert.Equal(new AgentEvent.Output("Rex has his walk at five.") { EventId = 5 }, e),
            e =>
            {
                var totals = Assert.IsType<AgentEvent.Usage>(e).Totals;
                Assert.Equal(
                    new AgentUsage
                    {
                        InputTokens = 812,
                        CacheReadTokens = 640,
                        CacheWriteTokens = 150,
                        OutputTokens = 41,
                        Steps = 2,
                        DurationMs = 1530,
                        Model = "spare",
                    },
                    totals with
                    {
                        Models = null,
                        Tools = null,
                    }
                );
                Assert.Equal([new AgentModelShare("demo", 112, 0, 0, 1), new AgentModelShare("spare", 700, 640, 150, 40)], totals.Models);
                Assert.Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["remember"] = 1, ["send_message"] = 1 }, totals.Tools);
            },
            e => Assert.Equal(new AgentEvent.Done("s_01HZX4T9W2") { EventId = 7, Model = "spare" }, e)
        );
    }

    [Fact]
    public async Task A_stream_that_a_restart_cut_tells_from_where_its_text_is_another()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Golden("streams/resumed.sse"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());

        var events = await runtime.StreamAsync(TestRun.Request, new AgentRunOptions { RunId = "0198f0c2-6f0e-7c1a-9b1e-2f6f0f8b1a13" }).ListAsync();

        Assert.Equal(new AgentEvent.Delta("Rex has his walk at fi") { EventId = 2 }, events[1]);
        Assert.Equal(new AgentEvent.Delta("six today.") { EventId = 3, From = 20 }, events[2]);
    }

    [Fact]
    public async Task The_failed_stream_becomes_its_error()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Golden("streams/failed.sse"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(o => o.MaxRetries = 0), new FixedCredentials());

        var failure = await Assert.ThrowsAsync<AgentRateLimitedException>(() =>
            runtime.StreamAsync(TestRun.Request, new AgentRunOptions { RunId = "0198f0c2-6f0e-7c1a-9b1e-2f6f0f8b1a12" }).ListAsync()
        );

        Assert.Equal(("model_rate_limited", TimeSpan.FromSeconds(20)), (failure.Code, failure.RetryAfter));
    }

    [Theory]
    [MemberData(nameof(Files), "errors")]
    public async Task Every_refusal_becomes_its_exception_and_tells_the_next_step(string file)
    {
        var example = JsonNode.Parse(TestRun.Golden("errors/" + file))!;
        await using var worker = await StubWorker.StartAsync();
        worker.Answers((int)example["status"]!, "application/json", example["body"]!.ToJsonString());
        using var runtime = new CloudflareAgentRuntime(worker.Options(o => o.MaxRetries = 0), new FixedCredentials());

        var failure = await Assert.ThrowsAnyAsync<AgentException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        var (type, step) = Path.GetFileNameWithoutExtension(file) switch
        {
            "access_denied" => (typeof(AgentAccessDeniedException), "CLOUDFLARE_ACCESS_CLIENT_ID"),
            "body_too_large" => (typeof(AgentProtocolException), "Correct the request"),
            "group_busy" => (typeof(AgentRateLimitedException), "Try again in 10 s"),
            "host_not_allowed" => (typeof(AgentAccessDeniedException), "CLOUDFLARE_AGENT_ENDPOINT"),
            "model_unknown" => (typeof(AgentProtocolException), "stack's models: demo"),
            "misconfigured" => (typeof(AgentUnavailableException), "TOKEN_SHA256_CURRENT"),
            "rate_limited" => (typeof(AgentRateLimitedException), "Try again in 10 s"),
            "run_cap_reached" => (typeof(AgentBudgetExhaustedException), "RUNS_PER_DAY"),
            "run_conflict" => (typeof(AgentConflictException), "new RunId"),
            "run_unknown" => (typeof(AgentConflictException), "new RunId"),
            "session_unknown" => (typeof(AgentConflictException), "start afresh"),
            "switched_off" => (typeof(AgentUnavailableException), "/admin"),
            "unavailable" => (typeof(AgentUnavailableException), "Try again in 5 s"),
            "unauthorized" => (typeof(AgentUnauthorizedException), "CLOUDFLARE_AGENT_TOKEN"),
            var other => throw new InvalidOperationException($"The example {other} is new: say here what it becomes."),
        };
        Assert.IsType(type, failure);
        Assert.Equal((string?)example["body"]!["error"]!["code"], failure.Code);
        Assert.Equal((double?)example["retryAfter"], failure.RetryAfter?.TotalSeconds);
        Assert.Contains(step, failure.Message);
    }

    private static async Task<string> BodyOfAsync(AgentRequest request)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Success);
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());
        await runtime.RunAsync(request, (_, _) => Task.CompletedTask, TestRun.Options);
        return Assert.Single(worker.Calls).Body;
    }
}
