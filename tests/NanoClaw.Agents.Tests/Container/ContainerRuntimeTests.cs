using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Agents.Tests;

/// <summary>v1's container runtime, with a script in the place of docker.</summary>
public sealed class ContainerRuntimeTests
{
    private const string Finished = """result '{"status":"success","result":null,"newSessionId":"s_2"}'""";

    [Fact]
    public async Task Each_result_then_the_end_then_the_return()
    {
        using var engine = new FakeEngine(
            $$"""
            echo 'a line of log'
            result '{"status":"success","result":"One.","newSessionId":"s_2"}'
            result '{"status":"success","result":"Two."}'
            {{Finished}}
            """
        );
        var order = new List<string>();

        var result = await new ContainerAgentRuntime(engine.Options()).RunAsync(
            TestRun.Request with
            {
                SessionId = "s_1",
            },
            (output, _) =>
            {
                order.Add($"{output.Result ?? "null"} {output.NewSessionId}");
                return Task.CompletedTask;
            }
        );

        Assert.Equal(["One. s_1", "Two. s_1", "null s_2"], order);
        Assert.Equal("s_2", result.NewSessionId);
    }

    [Fact]
    public async Task The_input_is_v1s_on_standard_input_and_not_in_the_arguments()
    {
        using var engine = new FakeEngine(Finished);

        await RunAsync(
            engine,
            TestRun.Request with
            {
                SessionId = "s_1",
                IsScheduledTask = true,
                Metadata = new AgentMetadata { AssistantName = "Rex", Timezone = "Europe/Paris" },
            }
        );

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """{"prompt":"Hello","sessionId":"s_1","groupFolder":"family","chatJid":"123@g.us","isMain":false,"isScheduledTask":true,"assistantName":"Rex"}"""
                ),
                JsonNode.Parse(engine.Input)
            )
        );
        Assert.DoesNotContain("Hello", engine.Arguments);
        Assert.Equal(["run", "-i", "--rm", "--name"], engine.Arguments.Take(4));
        Assert.Contains("TZ=Europe/Paris", engine.Arguments);
        Assert.Equal("nanoclaw-agent:latest", engine.Arguments[^1]);
    }

    [Fact]
    public async Task Markers_split_over_reads_are_found()
    {
        var text = $"{FakeEngine.Start}{{\"status\":\"success\",\"result\":\"Été 日本\",\"newSessionId\":\"s_2\"}}{FakeEngine.End}";
        var pieces = string.Join('\n', text.Select(c => $"printf '%s' '{c}'"));
        using var engine = new FakeEngine(pieces);

        var events = await RunAsync(engine);

        Assert.Equal("Été 日本", Assert.Single(events.OfType<AgentEvent.Output>()).Result);
    }

    [Fact]
    public async Task Internal_blocks_do_not_leave()
    {
        using var engine = new FakeEngine(
            $$"""
            result '{"status":"success","result":"<internal>a\nb</internal> Hi. <internal>c</internal>"}'
            result '{"status":"success","result":"<internal>only this</internal>"}'
            {{Finished}}
            """
        );

        Assert.Equal("Hi.", Assert.Single((await RunAsync(engine)).OfType<AgentEvent.Output>()).Result);
    }

    [Fact]
    public async Task The_end_of_the_query_closes_the_mailbox_so_that_no_idle_container_blocks_the_group()
    {
        using var engine = new FakeEngine(
            $$"""
            {{Finished}}
            while [ ! -e "$IPC/input/_close" ]; do sleep 0.05; done
            """
        );

        Assert.IsType<AgentEvent.Done>((await RunAsync(engine))[^1]);
        Assert.Null(engine.Stopped);
    }

    [Fact]
    public async Task What_the_agent_leaves_in_its_mailbox_becomes_actions()
    {
        using var engine = new FakeEngine(
            $$"""
            echo '{"type":"message","chatJid":"123@g.us","text":"On it.","groupFolder":"family"}' > "$IPC/messages/1.json"
            echo '{"type":"schedule_task","prompt":"p","schedule_type":"cron","schedule_value":"0 8 * * *","context_mode":"group","targetJid":"456@g.us"}' > "$IPC/tasks/1.json"
            echo '{"type":"pause_task","taskId":"t1","isMain":true}' > "$IPC/tasks/2.json"
            echo '{"type":"format_disk"}' > "$IPC/tasks/3.json"
            echo 'no json' > "$IPC/tasks/4.json"
            ln -s /etc/passwd "$IPC/tasks/5.json"
            {{Finished}}
            """
        );

        var actions = (
            await RunAsync(
                engine,
                TestRun.Request with
                {
                    Metadata = new AgentMetadata
                    {
                        Groups =
                        [
                            new AgentGroup
                            {
                                Jid = "456@g.us",
                                Name = "Book club",
                                Folder = "books",
                            },
                        ],
                    },
                }
            )
        ).OfType<AgentEvent.ActionRequested>();

        Assert.Equal(
            [
                """send_message {"text":"On it.","chatJid":"123@g.us"}""",
                """schedule_task {"prompt":"p","scheduleType":"cron","scheduleValue":"0 8 * * *","contextMode":"group","targetGroupFolder":"books"}""",
                """pause_task {"taskId":"t1"}""",
            ],
            actions.Select(a => $"{a.Name} {a.Arguments}")
        );
        Assert.Equal(3, Directory.GetFiles(Path.Combine(engine.Folder, "data/ipc/family/tasks"), "*.refused").Length);
    }

    [Fact]
    public async Task A_timeout_after_a_result_is_a_success_and_stops_the_container()
    {
        var time = new FakeTimeProvider();
        using var engine = new FakeEngine(
            """
            result '{"status":"success","result":"One.","newSessionId":"s_2"}'
            exec sleep 600
            """
        );
        await using var events = new ContainerAgentRuntime(engine.Options(), time: time).StreamAsync(TestRun.Request).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        Assert.True(await events.MoveNextAsync());
        Assert.IsType<AgentEvent.Output>(events.Current);
        var next = events.MoveNextAsync().AsTask();

        time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(29));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Equal("s_2", Assert.IsType<AgentEvent.Done>(events.Current).SessionId);
        Assert.Equal(["stop", "-t", "1"], engine.Stopped!.Take(3));
        Assert.Equal(engine.Arguments[4], engine.Stopped![3]);
    }

    [Fact]
    public async Task A_timeout_before_any_result_is_an_error_whatever_comes_on_standard_error()
    {
        var time = new FakeTimeProvider();
        using var engine = new FakeEngine("while true; do echo noise >&2; sleep 0.05; done");
        var run = RunAsync(engine, time: time);

        while (!run.IsCompleted)
        {
            await Task.Delay(20);
            time.Advance(TimeSpan.FromMinutes(31));
        }

        var failure = await Assert.ThrowsAsync<AgentTimeoutException>(() => run);
        Assert.Contains("CONTAINER_TIMEOUT", failure.Message);
        Assert.NotNull(engine.Stopped);
    }

    [Fact]
    public async Task An_exit_code_tells_the_last_200_characters_of_standard_error()
    {
        using var engine = new FakeEngine(
            """
            i=0; while [ $i -lt 300 ]; do printf 'x' >&2; i=$((i+1)); done
            printf 'the last words' >&2
            exit 7
            """
        );

        var failure = await Assert.ThrowsAsync<AgentRunFailedException>(() => RunAsync(engine));

        Assert.Equal("Container exited with code 7: " + new string('x', 186) + "the last words", failure.Message);
    }

    [Fact]
    public async Task A_variable_handed_through_is_named_in_the_arguments_and_its_value_hidden_in_errors()
    {
        Environment.SetEnvironmentVariable("NANOCLAW_TEST_MODEL_KEY", "planted-model-key");
        using var engine = new FakeEngine(
            """
            printf "refused: $NANOCLAW_TEST_MODEL_KEY" >&2
            exit 1
            """
        );

        var failure = await Assert.ThrowsAsync<AgentRunFailedException>(() =>
            RunAsync(engine, configure: o => o.EnvironmentNames = ["NANOCLAW_TEST_MODEL_KEY"])
        );

        Assert.Equal("Container exited with code 1: refused: ***", failure.Message);
        Assert.Contains("NANOCLAW_TEST_MODEL_KEY", engine.Arguments);
        Assert.DoesNotContain("planted", string.Join(' ', engine.Arguments));
    }

    [Fact]
    public async Task An_error_of_the_agent_is_a_failure_without_a_session()
    {
        using var engine = new FakeEngine("""result '{"status":"error","result":null,"newSessionId":"s_bad","error":"No conversation found"}'""");

        var failure = await Assert.ThrowsAsync<AgentRunFailedException>(() => RunAsync(engine));

        Assert.Contains("No conversation found", failure.Message);
        Assert.DoesNotContain("s_bad", failure.ToString());
    }

    [Fact]
    public async Task A_result_that_is_no_JSON_is_a_breach_of_contract()
    {
        using var engine = new FakeEngine("result 'planted nonsense'");

        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() => RunAsync(engine));

        Assert.DoesNotContain("planted", failure.ToString());
    }

    [Fact]
    public async Task Output_beyond_the_bound_is_not_kept()
    {
        using var noisy = new FakeEngine(
            $$"""
            head -c 3000000 /dev/zero | tr '\0' 'x'
            {{Finished}}
            """
        );
        using var large = new FakeEngine(
            """
            printf '%s' '---NANOCLAW_OUTPUT_START---'
            head -c 3000000 /dev/zero | tr '\0' 'x'
            """
        );

        Assert.IsType<AgentEvent.Done>((await RunAsync(noisy, configure: o => o.MaxOutputBytes = 64 * 1024))[^1]);
        var failure = await Assert.ThrowsAsync<AgentProtocolException>(() => RunAsync(large, configure: o => o.MaxOutputBytes = 64 * 1024));

        Assert.Equal(AgentErrorCodes.ResponseTooLarge, failure.Code);
        Assert.Contains("CONTAINER_MAX_OUTPUT_SIZE", failure.Message);
    }

    [Fact]
    public async Task A_caller_that_leaves_stops_the_container()
    {
        using var engine = new FakeEngine(
            """
            result '{"status":"success","result":"One."}'
            exec sleep 600
            """,
            name: "container"
        );

        await foreach (var item in new ContainerAgentRuntime(engine.Options()).StreamAsync(TestRun.Request))
        {
            if (item is AgentEvent.Output)
            {
                break;
            }
        }

        Assert.Equal("stop", engine.Stopped![0]);
        Assert.Equal(2, engine.Stopped!.Count); // Apple's container takes no patience here
    }

    [Fact]
    public async Task An_engine_that_cannot_be_started_is_named()
    {
        using var engine = new FakeEngine("exit 0");
        var runtime = new ContainerAgentRuntime(engine.Options());
        File.Delete(engine.Executable);

        var failure = await Assert.ThrowsAsync<AgentUnavailableException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());

        Assert.Equal(AgentErrorCodes.EngineUnavailable, failure.Code);
        Assert.Contains("AGENT_RUNTIME=cloudflare", failure.Message);
    }

    [Fact]
    public void A_containers_run_is_not_taken_up_again()
    {
        using var engine = new FakeEngine("exit 0");

        var failure = Assert.Throws<AgentConflictException>(() =>
            new ContainerAgentRuntime(engine.Options()).StreamAsync(TestRun.Request, new AgentRunOptions { RunId = TestRun.Id, LastEventId = 3 })
        );

        Assert.Equal(AgentErrorCodes.RunUnknown, failure.Code);
    }

    private static Task<IReadOnlyList<AgentEvent>> RunAsync(
        FakeEngine engine,
        AgentRequest? request = null,
        TimeProvider? time = null,
        Action<ContainerAgentOptions>? configure = null
    ) => new ContainerAgentRuntime(engine.Options(configure), time: time).StreamAsync(request ?? TestRun.Request).ListAsync();
}
