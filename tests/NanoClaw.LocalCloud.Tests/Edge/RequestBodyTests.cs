using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Edge;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>What a client does wrong with its body is told the client, and is no sign of a Worker that is down.</summary>
public sealed class RequestBodyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "zzz\r\nabc\r\n0\r\n\r\n", 400, "invalid_request")]
    [InlineData("Transfer-Encoding: chunked", "3\r\nabcdef\r\n0\r\n\r\n", 400, "invalid_request")]
    [InlineData("Transfer-Encoding: chunked", "10000000000000002\r\nab\r\n0\r\n\r\n", 400, "invalid_request")]
    [InlineData("Content-Length: 100000001", "{}", 413, "body_too_large")]
    public async Task A_body_that_breaks_the_rules_is_answered_as_the_contract_says(string header, string body, int status, string code)
    {
        await using var running = await RunningEdge.StartAsync(worker: async context =>
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted)
        );

        var answer = await SendRawAsync(running.Edge, header, body);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("content-type: application/json", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    [InlineData(50_000_000)]
    public async Task The_Workers_answer_is_passed_on_though_it_did_not_wait_for_the_body(int bytes)
    {
        const string script = """
            export class GroupAgent {}
            export default { fetch: () => Response.json({ error: { code: "body_too_large" } }, { status: 413 }) };
            """;
        await using var worker = await RunningWorker.StartAsync(_folder, TinyWorker.Stack(script: script));
        await using var running = await RunningEdge.StartAsync();
        running.Edge.Apply(EdgeStack.Hardened().Build(), new Dictionary<string, Uri> { ["moltworker"] = worker.Supervisor.Address! });

        for (var time = 0; time < 3; time++)
        {
            var request = running.Run();
            request.Content = new ByteArrayContent(new byte[bytes]);
            using var response = await running.SendAsync(request);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal("body_too_large", (string?)error["error"]!["code"]);
        }
    }

    private static async Task<string> SendRawAsync(LocalEdge edge, string header, string body)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, edge.HttpsPort, cancellationToken);
        await using var tls = new SslStream(
            client.GetStream(),
            leaveInnerStreamOpen: false,
            (_, certificate, _, _) => RunningEdge.IsItsCertificate(certificate)
        );
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = EdgeStack.AgentHost }, cancellationToken);
        var request =
            $"POST /v1/agent/run HTTP/1.1\r\nHost: {EdgeStack.AgentHost}\r\nContent-Type: application/json\r\n"
            + $"CF-Access-Client-Id: {EdgeStack.ClientId}\r\nCF-Access-Client-Secret: {EdgeStack.ClientSecret}\r\nConnection: close\r\n{header}\r\n\r\n{body}";
        await tls.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        using var reader = new StreamReader(tls, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
