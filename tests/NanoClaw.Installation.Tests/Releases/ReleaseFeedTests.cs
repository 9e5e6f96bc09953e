using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoClaw.Installation.Releases;

namespace NanoClaw.Installation.Tests.Releases;

public sealed class ReleaseFeedTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        """{"tag_name":"v0.2.0","html_url":"https://github.com/a/b/releases/tag/v0.2.0","body":"Run config pull once.\n","url":"https://api.github.com/x"}""",
        "https://github.com/a/b/releases/tag/v0.2.0"
    )]
    [InlineData("""{"version":"0.2.0","notes":"Run config pull once.","url":"https://example.com/0.2.0"}""", "https://example.com/0.2.0")]
    public async Task GitHub_s_answer_and_a_small_file_both_tell(string json, string page)
    {
        var release = await LatestAsync(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"
        );

        Assert.Equal(("0.2.0", "Run config pull once.", page), (release.Version.Text, release.Notes, release.Page!.ToString()));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", InstallationFailure.Unreachable, "there is no release yet")]
    [InlineData("HTTP/1.1 403 rate limit\r\nContent-Length: 0\r\n\r\n", InstallationFailure.Unreachable, "answers 403")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html></>", InstallationFailure.Malformed, "is no release's file")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull", InstallationFailure.Malformed, "is no release's file")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"tag_name\":\"newest\"}", InstallationFailure.Malformed, "is no release's file")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", InstallationFailure.Unreachable, "cannot be reached")]
    [InlineData("", InstallationFailure.Unreachable, "Are you offline?")]
    public async Task Anything_else_is_told_in_a_sentence(string answer, InstallationFailure failure, string words)
    {
        var exception = await Assert.ThrowsAsync<InstallationException>(() => LatestAsync(answer));

        Assert.Equal(failure, exception.Failure);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_for_in_the_clear()
    {
        var exception = await Assert.ThrowsAsync<InstallationException>(() =>
            new ReleaseFeed().LatestAsync(new Uri("http://releases.example/latest"), Cancelled)
        );
        Assert.Equal(InstallationFailure.NotPossible, exception.Failure);
    }

    [Theory]
    [InlineData("https://github.com/owner/name.git", "owner/name")]
    [InlineData("https://token@github.com/owner/na.me", "owner/na.me")]
    [InlineData("git@github.com:owner/name.git\n", "owner/name")]
    [InlineData("ssh://git@github.com/owner/name", "owner/name")]
    public void A_clone_of_GitHub_says_where_its_releases_are(string remote, string repository) =>
        Assert.Equal($"https://api.github.com/repos/{repository}/releases/latest", ReleaseFeed.OfGitRemote(remote)!.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("/srv/git/nanoclaw.git")]
    [InlineData("https://github.com.evil.example/owner/name")]
    [InlineData("https://gitlab.com/owner/name")]
    public void Another_remote_does_not(string? remote) => Assert.Null(ReleaseFeed.OfGitRemote(remote));

    private static async Task<Release> LatestAsync(string answer)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = Task.Run(
            async () =>
            {
                using var client = await server.AcceptTcpClientAsync(Cancelled);
                // A client that asks again is refused, and does not wait.
                server.Stop();
                await client.GetStream().ReadExactlyAsync(new byte[16], Cancelled);
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), Cancelled);
            },
            Cancelled
        );
        try
        {
            return await new ReleaseFeed().LatestAsync(
                new Uri($"http://user:hunter2@127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/latest?key=hunter2"),
                Cancelled
            );
        }
        finally
        {
            await serving;
        }
    }
}
