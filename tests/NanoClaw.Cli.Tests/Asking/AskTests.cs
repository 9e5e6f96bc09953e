using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Tests;

/// <summary><c>nanoclaw ask</c> against a server that answers what it is told, over TLS.</summary>
public sealed class AskTests : IDisposable
{
    private const string Stream = """
        event: started
        id: 1
        data: {"runId":"RUN","sessionId":"s1"}

        event: delta
        id: 2
        data: {"text":"Hel"}

        event: delta
        id: 3
        data: {"text":"lo"}

        event: output
        id: 4
        data: {"result":"Hello"}

        event: action
        id: 5
        data: {"id":"a1","name":"send_message","arguments":{"text":"hi"}}

        event: usage
        id: 6
        data: {"inputTokens":1,"outputTokens":2,"steps":1,"durationMs":3,"model":"m"}

        event: done
        id: 7
        data: {"sessionId":"s1"}


        """;

    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task The_text_goes_to_the_output_and_nothing_else_does()
    {
        await using var server = await ServeAsync(200, "text/event-stream", Stream);
        Assert.Equal(0, await _nanoclaw.RunAsync(["ask", "Hi"]));
        Assert.Equal("Hello\n", _nanoclaw.Output.ReplaceLineEndings("\n"));
        Assert.Contains("send_message", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_a_restart_had_worded_otherwise_is_told_anew_whole()
    {
        await using var server = await ServeAsync(
            200,
            "text/event-stream",
            Stream.Replace("""{"text":"lo"}""", """{"text":"llo","from":2}""", StringComparison.Ordinal)
        );
        Assert.Equal(0, await _nanoclaw.RunAsync(["ask", "Hi"]));
        Assert.Equal("Hel\nHello\n", _nanoclaw.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Json_is_one_object_with_all_of_the_answer()
    {
        await using var server = await ServeAsync(200, "text/event-stream", Stream);
        Assert.Equal(0, await _nanoclaw.RunAsync(["ask", "--json", "Hi"]));
        var answer = JsonDocument.Parse(_nanoclaw.Output).RootElement;
        Assert.Equal("success", answer.GetProperty("status").GetString());
        Assert.Equal("Hello", answer.GetProperty("result").GetString());
        Assert.Equal("s1", answer.GetProperty("sessionId").GetString());
        Assert.Equal("send_message", answer.GetProperty("actions")[0].GetProperty("name").GetString());
        Assert.Equal(2, answer.GetProperty("usage").GetProperty("outputTokens").GetInt32());
    }

    [Theory]
    [InlineData("unauthorized", 401, 3)]
    [InlineData("access_denied", 403, 3)]
    [InlineData("run_cap_reached", 429, 4)]
    [InlineData("misconfigured", 503, 5)]
    [InlineData("switched_off", 503, 5)]
    [InlineData("session_unknown", 409, 6)]
    [InlineData("internal", 500, 8)]
    public async Task The_exit_code_tells_the_kind_of_error(string code, int status, int exitCode)
    {
        await using var server = await ServeAsync(status, "application/json", JsonSerializer.Serialize(new { error = new { code, message = "no" } }));
        Assert.Equal(exitCode, await _nanoclaw.RunAsync(["ask", "Hi"]));
        Assert.StartsWith("nanoclaw: ", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, await _nanoclaw.RunAsync(["ask", "--json", "Hi"]));
        Assert.Equal(code, JsonDocument.Parse(_nanoclaw.Output).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Without_configuration_all_that_is_missing_is_told()
    {
        Assert.Equal(2, await _nanoclaw.RunAsync(["ask", "Hi"]));
        Assert.Contains("No agent is configured.", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("nanoclaw config pull", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("nanoclaw dev", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_against_the_contract_is_refused_before_it_is_sent()
    {
        await using var server = await ServeAsync(200, "text/event-stream", Stream);
        Assert.Equal(2, await _nanoclaw.RunAsync(["ask", "--group", "../etc", "Hi"]));
        Assert.Equal(2, await _nanoclaw.RunAsync(["ask", "-"], input: " \n"));
    }

    private async Task<WebApplication> ServeAsync(int status, string contentType, string body)
    {
        // Kestrel keeps the certificate for as long as it runs, which is as long as the test.
        var certificate = new DevelopmentCertificateStore(_nanoclaw.Folder, TimeProvider.System).Open(["agent.localhost"]);
        var builder = WebApplication.CreateSlimBuilder();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(certificate.Server)));
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(
                body.ReplaceLineEndings("\n").Replace("RUN", context.Request.Headers["Idempotency-Key"], StringComparison.Ordinal)
            );
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        _nanoclaw.Env = $"""
            CLOUDFLARE_AGENT_ENDPOINT=https://agent.localhost:{new Uri(app.Urls.Single()).Port}
            CLOUDFLARE_AGENT_TOKEN=token
            CLOUDFLARE_AGENT_CA_FILE={certificate.AuthorityFile}
            """;
        return app;
    }
}
