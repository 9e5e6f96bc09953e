using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Home.Asking;
using NanoClaw.Host;
using NanoClaw.LocalCloud;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>A stack with two models, its Worker in workerd, the assistant, and people who choose.</summary>
public sealed class ModelOrderTests
{
    private const string Main = "main@desk";
    private const string Family = "family@desk";

    [Fact]
    public async Task The_second_model_answers_while_the_first_is_away_and_a_group_may_choose_it()
    {
        await using var models = await TwoModels.StartAsync();
        await using var agent = await LocalAgent.StartAsync(
            ModelChoice.FromEnvironment(name =>
                name switch
                {
                    "OPENAI_API_KEY" => "planted-first-key",
                    "OPENAI_BASE_URL" => $"{models.Address}/first/v1",
                    "OPENAI_MODEL" => "first-model",
                    _ => null,
                }
            ),
            ("nextModels", $"[\"openai second-model {models.Address}/second/v1\"]"),
            ("modelApiKey2", "planted-second-key")
        );
        await using var connection = AgentConnection.OpenFile(agent.Cloud.State.AgentConfigurationFile);
        var folder = Directory.CreateTempSubdirectory("nanoclaw-models-");
        try
        {
            await using var store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(folder.FullName, "messages.db") });
            await store.Groups.PutAsync(Group(Main, "main") with { IsMain = true }, Token);
            await store.Groups.PutAsync(Group(Family, "family") with { RequiresTrigger = false }, Token);
            var desk = new Desk(echoes: false);
            var options = new HostOptions
            {
                GroupsFolder = Path.Combine(folder.FullName, "groups"),
                HealthPort = null,
                Models = agent.Cloud.Stack.Output("models")!.Split(' '),
            };
            Assert.Equal(["first-model", "second-model"], options.Models);
            await using var assistant = new Assistant(store, connection.Runtime, [desk], options, TimeProvider.System, NullLoggerFactory.Instance);
            await assistant.StartAsync(Token);

            Assert.Equal("I am first-model.", await AskAsync(assistant, desk, Family, "Who are you?"));
            models.IsFirstAway = true;
            Assert.Equal("I am second-model.", await AskAsync(assistant, desk, Family, "And now?"));
            models.IsFirstAway = false;

            Assert.Equal("main: second-model. It holds from the next message on.", await AskAsync(assistant, desk, Main, "/model main second-model"));
            Assert.Equal("main: second-model, effort low. It holds from the next message on.", await AskAsync(assistant, desk, Main, "/effort main low"));
            Assert.Equal("I am second-model.", await AskAsync(assistant, desk, Main, "Who are you?"));
            Assert.Contains(
                models.Asked,
                request => request.Model == "second-model" && request.Body.Contains("\"reasoning_effort\":\"low\"", StringComparison.Ordinal)
            );

            Assert.Equal(["planted-first-key", "planted-second-key"], models.Asked.Select(request => request.Key).Distinct().Order());
            Assert.Equal(
                [("family", "first-model"), ("family", "second-model"), ("main", "second-model")],
                (await store.Runs.SumTokensAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Token)).Select(use => (use.GroupFolder, use.Model))
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<string> AskAsync(Assistant assistant, Desk desk, string chatJid, string text)
    {
        var before = desk.Sent.Count;
        await assistant.Inbox.ReceiveAsync(
            new ChatMessage
            {
                Id = Guid.NewGuid().ToString("N"),
                ChatJid = chatJid,
                Sender = "ann",
                SenderName = "Ann",
                Content = text,
                Timestamp = DateTimeOffset.UtcNow,
            },
            Token
        );
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (desk.Sent.Count == before || !assistant.IsIdle)
        {
            await Task.Delay(20, patience.Token);
        }

        return desk.Sent.Last().Text;
    }

    private static RegisteredGroup Group(string jid, string folder) =>
        new()
        {
            Jid = jid,
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = DateTimeOffset.UnixEpoch,
        };

    /// <summary>Two APIs in OpenAI's form on this machine, each of which says which it is.</summary>
    private sealed class TwoModels : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private TwoModels()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.MapPost(
                "/{place}/v1/chat/completions",
                async (string place, HttpContext context) =>
                {
                    using var reader = new StreamReader(context.Request.Body);
                    var model = $"{place}-model";
                    Asked.Enqueue(
                        (
                            model,
                            await reader.ReadToEndAsync(Token),
                            context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal)
                        )
                    );
                    if (place == "first" && IsFirstAway)
                    {
                        context.Response.StatusCode = 503;
                        return;
                    }

                    context.Response.ContentType = "text/event-stream";
                    await context.Response.WriteAsync(
                        $$$"""
                        data: {"choices":[{"index":0,"delta":{"content":"I am {{{model}}}."},"finish_reason":"stop"}]}

                        data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":4}}

                        data: [DONE]


                        """
                    );
                }
            );
        }

        public bool IsFirstAway { get; set; }

        public ConcurrentQueue<(string Model, string Body, string Key)> Asked { get; } = new();

        public string Address => _app.Urls.Single();

        public static async Task<TwoModels> StartAsync()
        {
            var models = new TwoModels();
            await models._app.StartAsync(Token);
            return models;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
