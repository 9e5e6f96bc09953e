using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoClaw.Infra.Tests.Workflows;

/// <summary>As much of GitHub's API as the scripts of the workflows call: the comments of pull request 7, and the issues.</summary>
internal sealed class FakeGitHub : IAsyncDisposable
{
    private const string Repository = "/repos/ada/assistant";
    private const string Bot = "github-actions[bot]";
    private const int PageSize = 100;

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly List<(string User, string Body)> _comments = [];

    public FakeGitHub()
    {
        Address = $"http://127.0.0.1:{Host.Tests.Support.UnusedPort.Next()}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What stands in the comments of the pull request.</summary>
    public IReadOnlyList<string> Comments => [.. _comments.Select(c => c.Body)];

    /// <summary>The issues, each with its <c>title</c>, <c>body</c>, <c>labels</c>, <c>state</c> and <c>comments</c>.</summary>
    public List<JsonObject> Issues { get; } = [];

    public bool Refuses { get; init; }

    /// <summary>The environment that a script needs to speak to it.</summary>
    public IReadOnlyList<string> Environment => [$"GITHUB_API_URL={Address}", "GITHUB_TOKEN=a-token", "GITHUB_REPOSITORY=ada/assistant", "PULL_REQUEST=7"];

    /// <summary>Lets others write comments.</summary>
    public void Strangers(int count) => _comments.AddRange(Enumerable.Repeat(("eve", "someone else's"), count));

    /// <summary>Lets somebody else write a comment.</summary>
    public void WriteAsStranger(string text) => _comments.Add(("eve", text));

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
        var text = reader.ReadToEnd();
        var body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        var path = request.Url!.AbsolutePath[Repository.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (request.HttpMethod, path)
        {
            case ("GET", ["issues", "7", "comments"]):
                return (200, Page(request, _comments.Index().Select(c => Entry(c.Index, c.Item.User, c.Item.Body))));
            case ("POST", ["issues", "7", "comments"]):
                _comments.Add((Bot, (string)body["body"]!));
                return (201, new JsonObject());
            case ("PATCH", ["issues", "comments", var id]):
                _comments[Number(id)] = (Bot, (string)body["body"]!);
                return (200, new JsonObject());
            case ("GET", ["issues"]):
                return (
                    200,
                    Page(
                        request,
                        Issues
                            .Where(i =>
                                (string)i["state"]! == request.QueryString["state"]
                                && i["labels"]!.AsArray().Any(l => (string)l! == request.QueryString["labels"])
                            )
                            .Select(i => i.DeepClone())
                    )
                );
            case ("POST", ["issues"]):
                body["number"] = Issues.Count + 1;
                body["state"] = "open";
                body["comments"] = new JsonArray();
                body["user"] = new JsonObject { ["login"] = Bot };
                Issues.Add(body);
                return (201, new JsonObject());
            case ("PATCH", ["issues", var number]):
                foreach (var (name, value) in body)
                {
                    Issues[Number(number) - 1][name] = value?.DeepClone();
                }

                return (200, new JsonObject());
            case ("POST", ["issues", var number, "comments"]):
                Issues[Number(number) - 1]["comments"]!.AsArray().Add(body["body"]!.DeepClone());
                return (201, new JsonObject());
            default:
                return (404, new JsonObject());
        }
    }

    private static JsonArray Page(HttpListenerRequest request, IEnumerable<JsonNode> entries) =>
        [.. entries.Skip((Number(request.QueryString["page"]!) - 1) * PageSize).Take(PageSize)];

    private static JsonObject Entry(int id, string user, string body) =>
        new()
        {
            ["id"] = id,
            ["user"] = new JsonObject { ["login"] = user },
            ["body"] = body,
        };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
