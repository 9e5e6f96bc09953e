using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents.Tests;

/// <summary>Secrets are planted, a hostile server echoes them wherever it can, and nothing this library says holds one.</summary>
public sealed class SecrecyTests
{
    private const string Token = "planted_bearer_token_5f1d";
    private const string ClientId = "planted_client_id.access";
    private const string ClientSecret = "planted_client_secret_77ab";
    private const string Prompt = "planted prompt of a person";
    private const string Memory = "planted memory of a group";
    private const string Answer = "planted answer of the model";

    private static readonly string[] Planted = [Token, ClientId, ClientSecret, Prompt, Memory, Answer];
    private static readonly string All = string.Join(" and ", Token, ClientId, ClientSecret);

    private static readonly AgentRequest Request = TestRun.Request with
    {
        Prompt = Prompt,
        Metadata = new AgentMetadata { Memory = Memory },
    };

    public static TheoryData<string> Situations =>
        [
            "success",
            "error message",
            "error code",
            "unknown error",
            "error event",
            "error event code",
            "html",
            "redirect",
            "ray",
            "malformed json",
            "malformed delta",
            "event type",
            "event id",
            "wrong run",
            "edge failure",
            "plain 401",
            "cut",
            "odd content type",
        ];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task No_log_trace_metric_or_exception_holds_a_secret_or_content(string situation)
    {
        await using var worker = await StubWorker.StartAsync();
        Arrange(worker, situation);

        await AssertNothingIsToldAsync(worker.Options(o => o.MaxRetries = 1), expectFailure: situation != "success");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nBad header {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 403 {0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n")]
    public async Task Not_even_where_the_answer_is_no_HTTP(string answer)
    {
        await using var server = new RawTlsServer(string.Format(answer, All));

        await AssertNothingIsToldAsync(server.Options, expectFailure: true);
    }

    [Fact]
    public void Records_say_what_they_are_and_not_what_they_hold()
    {
        var said = string.Join(
            '\n',
            new object[]
            {
                new AgentCredentials
                {
                    Token = Token,
                    AccessClientId = ClientId,
                    AccessClientSecret = ClientSecret,
                },
                Request,
                Request.Metadata!,
                new AgentTask
                {
                    Id = "t",
                    GroupFolder = "g",
                    Prompt = Prompt,
                    ScheduleType = "once",
                    ScheduleValue = "now",
                    Status = "active",
                },
                new AgentEvent.Delta(Answer),
                new AgentEvent.Output(Answer),
                new AgentEvent.ActionRequested("a1", "send_message", System.Text.Json.JsonSerializer.SerializeToElement(new { text = Answer })),
                new AgentOutput { Result = Answer },
                System.Text.Json.JsonSerializer.Serialize(
                    new AgentCredentials
                    {
                        Token = Token,
                        AccessClientId = ClientId,
                        AccessClientSecret = ClientSecret,
                    }
                ),
            }
        );

        Assert.All(Planted, secret => Assert.DoesNotContain(secret, said));
    }

    [Fact]
    public async Task Content_is_logged_where_that_was_asked_for_and_credentials_even_then_are_not()
    {
        await using var worker = await StubWorker.StartAsync();
        Arrange(worker, "success");
        using var witness = new Witness();
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(witness));
        using var runtime = new CloudflareAgentRuntime(
            worker.Options(o => o.LogContent = true),
            Credentials(),
            logging.CreateLogger<CloudflareAgentRuntime>(),
            new SkippingTime()
        );

        await runtime.StreamAsync(Request, TestRun.Options).ListAsync();

        var said = string.Join('\n', witness.Heard);
        Assert.Contains(Prompt, said);
        Assert.Contains(Answer, said);
        Assert.All([Token, ClientId, ClientSecret], secret => Assert.DoesNotContain(secret, said));
    }

    private static FixedCredentials Credentials() =>
        new()
        {
            Now = new AgentCredentials
            {
                Token = Token,
                AccessClientId = ClientId,
                AccessClientSecret = ClientSecret,
            },
        };

    private static void Arrange(StubWorker worker, string situation)
    {
        var echo = All + " " + Prompt;
        _ = situation switch
        {
            "success" => worker.Streams(TestRun.Started() + TestRun.Delta(2, Answer) + TestRun.Output(3, Answer) + TestRun.Usage(4) + TestRun.Done(5)),
            "error message" => worker.Refuses(503, "misconfigured", All),
            "error code" => worker.Refuses(400, Token, "..."),
            "unknown error" => worker.Refuses(418, "teapot", All),
            "error event" => worker.Streams(TestRun.Started() + TestRun.Event(2, "error", $$"""{"code":"of_tomorrow","message":"{{All}}"}""")),
            "error event code" => worker.Streams(TestRun.Started() + TestRun.Event(2, "error", $$"""{"code":"planted_client_secret","message":"{{All}}"}""")),
            "html" => worker.Answers(200, "text/html", echo),
            "redirect" => worker.Answers(302, "text/html", echo, ("Location", "https://login.example/?t=" + Token)),
            "ray" => worker.Answers(403, "text/html", echo, ("cf-ray", All)),
            "malformed json" => worker.Answers(400, "application/json", $$"""{"error":{"code":{{Token}},"message":{{echo}}""" + "}}"),
            "malformed delta" => worker.Streams(TestRun.Started() + TestRun.Event(2, "delta", $$"""{"text":{{Token}}"{{Answer}}"}""")),
            "event type" => worker.Streams(TestRun.Started() + TestRun.Event(2, Token, "{}") + TestRun.Event(4, Token, "{}")),
            "event id" => worker.Streams(TestRun.Started() + $"id: {Token}\nevent: done\ndata: {{}}\n\n"),
            "wrong run" => worker.Streams(TestRun.Event(1, "started", $$"""{"runId":"{{Token}}","sessionId":"{{ClientSecret}}"}""")),
            "edge failure" => worker.Answers(522, "text/html", echo, ("Server", All)),
            "plain 401" => worker.Answers(401, "text/plain", echo, ("WWW-Authenticate", All)),
            "cut" => worker.StreamsAndBreaks(TestRun.Utf8(TestRun.Started() + $$"""data: {"text":"{{Token}}""")),
            "odd content type" => worker.Answers(200, "application/x-planted", echo),
            _ => throw new InvalidOperationException(situation),
        };
    }

    private static async Task AssertNothingIsToldAsync(CloudflareAgentOptions options, bool expectFailure)
    {
        using var witness = new Witness();
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(witness));
        using var runtime = new CloudflareAgentRuntime(options, Credentials(), logging.CreateLogger<CloudflareAgentRuntime>(), new SkippingTime());

        var failure = await Record.ExceptionAsync(() => runtime.StreamAsync(Request, TestRun.Options).ListAsync());

        Assert.Equal(expectFailure, failure is AgentException);
        Assert.NotEmpty(witness.Heard);
        Assert.Contains(witness.Activities, activity => activity.Source.Name == "NanoClaw.Agents");
        for (var exception = failure; exception is not null; exception = exception.InnerException)
        {
            witness.Heard.Enqueue(
                $"{exception} {exception.Message} {(exception as AgentException)?.Code} {string.Join(' ', exception.Data.Values.Cast<object>())}"
            );
        }

        // Another test's traces may be heard as well; none of them knows these words.
        var said = string.Join('\n', witness.Heard);
        Assert.All(Planted, secret => Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase));
    }
}
