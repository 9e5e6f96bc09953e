using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Workflows;

/// <summary>The comment of a pull request, against a server that speaks as GitHub's API does.</summary>
public sealed class CommentChangesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("changes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_comment_is_made_once_and_then_takes_the_new_text()
    {
        await using var github = new FakeGitHub();
        Assert.Equal(0, await RunAsync(github, "dev", "one"));
        Assert.Equal(0, await RunAsync(github, "prod", "two"));
        Assert.Equal(0, await RunAsync(github, "dev", "three"));

        Assert.Equal(2, github.Comments.Count);
        Assert.Contains("three", github.Comments[0], StringComparison.Ordinal);
        Assert.Contains("two", github.Comments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_on_the_second_page_is_found()
    {
        await using var github = new FakeGitHub();
        github.Comments.AddRange(Enumerable.Repeat("someone else's", 120));
        await RunAsync(github, "dev", "one");
        await RunAsync(github, "dev", "two");

        Assert.Equal(121, github.Comments.Count);
    }

    [Fact]
    public async Task What_the_text_holds_cannot_end_its_block_and_a_long_one_is_cut()
    {
        await using var github = new FakeGitHub();
        await RunAsync(github, "dev", "a ```` b\n" + new string('x', 70_000));

        Assert.Contains("\n`````\na ```` b", github.Comments[0], StringComparison.Ordinal);
        Assert.True(github.Comments[0].Length < 65_536);
        Assert.EndsWith("run it yourself)\n`````\n", github.Comments[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_GitHub_fails_the_step()
    {
        await using var github = new FakeGitHub { Refuses = true };

        Assert.NotEqual(0, await RunAsync(github, "dev", "one"));
    }

    private async Task<int> RunAsync(FakeGitHub github, string stack, string text)
    {
        var file = Path.Combine(_folder, "changes.txt");
        await File.WriteAllTextAsync(file, text);
        var script = Repository.PathTo(".github/stacks/comment-changes.mjs");
        var (exitCode, _) = await Tool.RunAsync(
            _folder, "env", $"GITHUB_API_URL={github.Address}", "GITHUB_TOKEN=a-token", "GITHUB_REPOSITORY=ada/assistant", "PULL_REQUEST=7", "node", script, stack, file);
        return exitCode;
    }

    private sealed class FakeGitHub : IAsyncDisposable
    {
        private const int PageSize = 100;

        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        public FakeGitHub()
        {
            Address = $"http://127.0.0.1:{FreePort()}";
            _listener.Prefixes.Add($"{Address}/");
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Address { get; }

        public List<string> Comments { get; } = [];

        public bool Refuses { get; init; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            _listener.Close();
        }

        private async Task ServeAsync()
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var (status, answer) = Answer(context.Request);
                context.Response.StatusCode = status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
                context.Response.Close();
            }
        }

        private (int Status, JsonNode Answer) Answer(HttpListenerRequest request)
        {
            if (Refuses || request.Headers["Authorization"] != "Bearer a-token")
            {
                return (403, new JsonObject());
            }

            using var reader = new StreamReader(request.InputStream);
            var body = reader.ReadToEnd();
            switch (request.HttpMethod, request.Url!.AbsolutePath)
            {
                case ("GET", "/repos/ada/assistant/issues/7/comments"):
                    var page = int.Parse(request.QueryString["page"]!, System.Globalization.CultureInfo.InvariantCulture);
                    return (200, new JsonArray([.. Comments.Index().Skip((page - 1) * PageSize).Take(PageSize).Select(c => new JsonObject { ["id"] = c.Index, ["body"] = c.Item })]));
                case ("POST", "/repos/ada/assistant/issues/7/comments"):
                    Comments.Add(JsonNode.Parse(body)!["body"]!.ToString());
                    return (201, new JsonObject());
                case ("PATCH", var path):
                    Comments[int.Parse(path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(body)!["body"]!.ToString();
                    return (200, new JsonObject());
                default:
                    return (404, new JsonObject());
            }
        }

        private static int FreePort() => Host.Tests.Support.UnusedPort.Next();
    }
}
