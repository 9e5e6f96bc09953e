using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoClaw.Cli.Tests.Installing;

public sealed class VersionTests : IDisposable
{
    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task It_is_shown_without_asking_anybody()
    {
        _nanoclaw.Environment["NANOCLAW_RELEASES"] = "http://127.0.0.1:1/latest";

        Assert.Equal(0, await _nanoclaw.RunAsync(["version", "--json"]));

        var report = JsonNode.Parse(_nanoclaw.Output)!;
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", (string)report["version"]!);
        Assert.Null(report["latest"]);
    }

    [Fact]
    public async Task A_later_release_is_shown_with_its_notes_and_ends_with_1()
    {
        _nanoclaw.Environment["NANOCLAW_RELEASES"] = await ServeAsync(
            """{"tag_name":"v99.0.0","html_url":"https://example.com/99","body":"Pull the credentials\u001b]0;x\u0007 once."}"""
        );

        Assert.Equal(1, await _nanoclaw.RunAsync(["version", "--check"]));

        Assert.Contains("99.0.0 is out: https://example.com/99", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("Pull the credentials", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _nanoclaw.Output);
        Assert.Contains("To update: ", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_latest_ends_with_0()
    {
        var file = Path.Combine(_nanoclaw.Folder, "release.json");
        await File.WriteAllTextAsync(file, """{"version":"0.0.1"}""", TestContext.Current.CancellationToken);

        Assert.Equal(0, await _nanoclaw.RunAsync(["version", "--from", file]));
        Assert.Contains("That is the latest", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _nanoclaw.RunAsync(["version", "--from", file, "--json"]));
        Assert.False((bool)JsonNode.Parse(_nanoclaw.Output)!["latest"]!["isLater"]!);
    }

    [Fact]
    public async Task Offline_says_so()
    {
        Assert.Equal(5, await _nanoclaw.RunAsync(["version", "--from", "https://127.0.0.1:1/latest"]));
        Assert.Contains("Are you offline?", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_release_says_so()
    {
        Assert.Equal(7, await _nanoclaw.RunAsync(["version", "--from", await ServeAsync("<html>")]));
        Assert.Equal(2, await _nanoclaw.RunAsync(["version", "--from", "nowhere.json"]));
    }

    private static async Task<string> ServeAsync(string json)
    {
        var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _ = Task.Run(
            async () =>
            {
                using (server)
                {
                    using var client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                    await client.GetStream().ReadExactlyAsync(new byte[16], TestContext.Current.CancellationToken);
                    await client
                        .GetStream()
                        .WriteAsync(
                            Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"),
                            TestContext.Current.CancellationToken
                        );
                }
            },
            TestContext.Current.CancellationToken
        );
        await Task.Yield();
        return $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/latest";
    }
}
