using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using NanoClaw.LocalCloud.Edge;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class ForwardingTests
{
    [Fact]
    public async Task What_only_Cloudflare_may_say_is_taken_off_and_said_anew()
    {
        await using var running = await RunningEdge.StartAsync();
        var request = running.Run();
        request.Headers.Add("cf-connecting-ip", "198.51.100.1");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1");
        request.Headers.Add("X-Forwarded-Proto", "http");
        request.Headers.Add("X-Forwarded-Host", "evil.test");
        request.Headers.Add("True-Client-IP", "198.51.100.1");
        request.Headers.Add("Cf-Access-Jwt-Assertion", "forged");
        request.Headers.Add("Cf-Access-Authenticated-User-Email", EdgeStack.Admin);
        request.Headers.Add("CF-Worker", "evil.test");
        request.Headers.Add("Authorization", "Bearer kept");

        using var response = await running.SendAsync(request);

        var headers = running.Worker.Received.Single().Headers;
        Assert.Equal("127.0.0.1", headers["cf-connecting-ip"]);
        Assert.Equal("127.0.0.1", headers["x-forwarded-for"]);
        Assert.Equal("https", headers["x-forwarded-proto"]);
        Assert.Equal("""{"scheme":"https"}""", headers["cf-visitor"]);
        Assert.Equal(response.Headers.GetValues("cf-ray").Single(), headers["cf-ray"]);
        Assert.NotEqual("forged", headers["cf-access-jwt-assertion"]);
        Assert.Equal("Bearer kept", headers["authorization"]);
        Assert.DoesNotContain("x-forwarded-host", headers.Keys);
        Assert.DoesNotContain("true-client-ip", headers.Keys);
        Assert.DoesNotContain("cf-access-authenticated-user-email", headers.Keys);
        Assert.DoesNotContain("cf-worker", headers.Keys);
        Assert.StartsWith(EdgeStack.AgentHost, headers["host"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Worker_sees_the_path_that_the_rules_saw()
    {
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Without("agent"));

        using var response = await running.SendAsync(running.Request("/v1/..//healthz?q=%2e%2e&a=b"));

        Assert.Equal("/healthz?q=%2e%2e&a=b", running.Worker.Received.Single().Target);
    }

    [Fact]
    public async Task A_stream_passes_piece_by_piece()
    {
        var proceed = new TaskCompletionSource();
        await using var running = await RunningEdge.StartAsync(worker: async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await proceed.Task;
            await context.Response.WriteAsync("second");
        });

        using var response = await running.SendAsync(running.Run());
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[64];
        var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("first", Encoding.ASCII.GetString(buffer, 0, read));
        proceed.SetResult();
        read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal("second", Encoding.ASCII.GetString(buffer, 0, read));
    }

    [Fact]
    public async Task The_Worker_is_told_when_the_client_goes_away()
    {
        var gone = new TaskCompletionSource();
        await using var running = await RunningEdge.StartAsync(worker: async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });

        var response = await running.SendAsync(running.Run());
        response.Dispose();

        await gone.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_Worker_that_does_not_answer_is_said_to_be_down()
    {
        await using var running = await RunningEdge.StartAsync();
        await running.Worker.DisposeAsync();

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(521, (int)response.StatusCode);
        Assert.Equal("worker/moltworker", response.Headers.GetValues("x-local-edge-rule").Single());
    }

    [Fact]
    public async Task The_Workers_own_refusals_pass_as_they_are()
    {
        await using var running = await RunningEdge.StartAsync(worker: context =>
        {
            context.Response.StatusCode = 409;
            context.Response.Headers["x-local-edge-rule"] = "not so";
            return context.Response.WriteAsync("conflict");
        });

        using var response = await running.SendAsync(running.Run());

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.False(response.Headers.Contains("x-local-edge-rule"));
    }

    [Fact]
    public async Task A_rotation_is_put_in_force_while_requests_run_without_one_failing()
    {
        var stack = EdgeStack.Hardened().Without("http_ratelimit");
        await using var running = await RunningEdge.StartAsync(stack);
        var failures = 0;
        var calls = 0;
        using var stop = new CancellationTokenSource();
        var caller = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var response = await running.SendAsync(running.Run());
                failures += response.StatusCode == HttpStatusCode.OK ? 0 : 1;
                Interlocked.Increment(ref calls);
            }
        });

        for (var i = 0; i < 50; i++)
        {
            var before = Volatile.Read(ref calls);
            running.Edge.Apply(
                EdgeStack
                    .Hardened()
                    .Without("http_ratelimit")
                    .Without("agent-token")
                    .ServiceToken("cfast_" + i, EdgeStack.ClientSecret, running.Time.GetUtcNow().AddHours(1))
                    .Build()
            );
            await Task.Run(() => SpinWait.SpinUntil(() => Volatile.Read(ref calls) > before, TimeSpan.FromMinutes(2)));
        }

        await stop.CancelAsync();
        await caller;
        Assert.Equal(0, failures);
        Assert.True(calls >= 50);
    }

    [Fact]
    public async Task What_cannot_be_enforced_is_refused_whole_and_the_old_stays_in_force()
    {
        await using var running = await RunningEdge.StartAsync();
        var wrong = EdgeStack
            .Hardened()
            .Without("http_request_firewall_custom")
            .CustomRules(
                """{ "ref": "typo", "action": "block", "expression": "http.hots eq \"x\"" }""",
                """{ "ref": "rewrite", "action": "rewrite", "expression": "true" }"""
            )
            .Build();

        var error = Assert.Throws<LocalEdgeException>(() => running.Edge.Apply(wrong));

        Assert.Equal(2, error.Problems.Count);
        Assert.Contains("typo", error.Problems[0], StringComparison.Ordinal);
        Assert.Contains("did you mean http.host?", error.Problems[0], StringComparison.Ordinal);
        using var response = await running.SendAsync(running.Request("/other"));
        Assert.Equal("agent_paths", response.Headers.GetValues("x-local-edge-rule").Single());
    }

    [Fact]
    public async Task What_is_not_reproduced_is_told()
    {
        await using var running = await RunningEdge.StartAsync(EdgeStack.Hardened().Ruleset("http_request_firewall_managed"));

        Assert.Contains(running.Edge.NotReproduced, line => line.Contains("http_request_firewall_managed", StringComparison.Ordinal));
        Assert.Contains(running.Edge.NotReproduced, line => line.Contains("identity providers", StringComparison.Ordinal));
    }
}
