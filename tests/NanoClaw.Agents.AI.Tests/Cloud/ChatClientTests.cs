using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>The chat client under their own middlewares, against the Worker in workerd.</summary>
public sealed class ChatClientTests(CloudFixture cloud) : IClassFixture<CloudFixture>
{
    [Fact]
    public async Task An_answer_comes_in_pieces_and_its_conversation_goes_on()
    {
        using var runtime = cloud.Connect();
        using var client = runtime.AsIChatClient(cloud.NewGroup());
        var updates = await client.GetStreamingResponseAsync("What is twice seven?", cancellationToken: Token).ToListAsync(Token);
        Assert.Equal("Fourteen.", string.Concat(updates.Select(update => update.Text)));
        Assert.All(updates, update => Assert.Equal(updates[0].ResponseId, update.ResponseId));
        Assert.All(updates.SkipLast(1), update => Assert.Null(update.ConversationId));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);

        var next = await client.GetResponseAsync("And thrice?", new ChatOptions { ConversationId = updates[^1].ConversationId }, Token);
        Assert.Equal(updates[^1].ConversationId, next.ConversationId);
        var asked = Assert.Single(cloud.Model.Requests, request => request.Contains("And thrice?", StringComparison.Ordinal));
        Assert.Contains("What is twice seven?", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usage_says_what_the_providers_cache_gave()
    {
        using var runtime = cloud.Connect();
        using var client = runtime.AsIChatClient(cloud.NewGroup());
        var streamed = await client.GetStreamingResponseAsync("How much?", cancellationToken: Token).ToChatResponseAsync(Token);
        var whole = await client.GetResponseAsync("How much?", cancellationToken: Token);
        Assert.All(
            [streamed, whole],
            response =>
            {
                Assert.Equal("Fourteen.", response.Text);
                Assert.Equal((127, 100, 132), (response.Usage!.InputTokenCount, response.Usage.CachedInputTokenCount, response.Usage.TotalTokenCount));
                Assert.Equal(20, response.Usage.AdditionalCounts![RemoteKeys.CacheWriteTokens]);
                Assert.Equal(1, response.Usage.AdditionalCounts[RemoteKeys.Steps]);
                Assert.NotNull(response.ModelId);
            }
        );
        Assert.NotEqual(streamed.ResponseId, whole.ResponseId);
    }

    [Fact]
    public async Task An_action_is_told_and_no_middleware_calls_it()
    {
        var called = false;
        using var runtime = cloud.Connect();
        using var client = runtime
            .AsIChatClient(cloud.NewGroup())
            .AsBuilder()
            .UseFunctionInvocation(configure: invoking => invoking.AdditionalTools = [AIFunctionFactory.Create(() => called = true, "send_message")])
            .Build();
        foreach (
            var response in new[]
            {
                await client.GetResponseAsync("Send hello to all", cancellationToken: Token),
                await client.GetStreamingResponseAsync("Send hello to each", cancellationToken: Token).ToChatResponseAsync(Token),
            }
        )
        {
            var action = Assert.Single(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
            Assert.True(action.InformationalOnly);
            Assert.Equal("send_message", action.Name);
            Assert.Equal("hello", action.Arguments!["text"]!.ToString());
            Assert.StartsWith(response.ResponseId + "/", action.CallId, StringComparison.Ordinal);
            Assert.EndsWith("Fourteen.", response.Text, StringComparison.Ordinal);
        }

        Assert.False(called);
    }

    [Fact]
    public async Task Logging_telemetry_and_caching_see_what_they_expect()
    {
        const string source = "nanoclaw-ai-tests";
        using var watcher = new Watcher(source);
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        using var runtime = cloud.Connect();
        using var client = runtime
            .AsIChatClient(cloud.NewGroup())
            .AsBuilder()
            .UseDistributedCache(cache)
            .UseLogging(watcher.Logging)
            .UseOpenTelemetry(watcher.Logging, source)
            .Build();

        var first = await client.GetResponseAsync("What is cached?", cancellationToken: Token);
        var again = await client.GetResponseAsync("What is cached?", cancellationToken: Token);
        var streamed = await client.GetStreamingResponseAsync("What is streamed?", cancellationToken: Token).ToChatResponseAsync(Token);
        var streamedAgain = await client.GetStreamingResponseAsync("What is streamed?", cancellationToken: Token).ToChatResponseAsync(Token);

        Assert.Equal((first.Text, first.ResponseId, first.ConversationId), (again.Text, again.ResponseId, again.ConversationId));
        Assert.Equal((streamed.Text, streamed.ResponseId), (streamedAgain.Text, streamedAgain.ResponseId));
        Assert.Equal((1, 1), (cloud.Asked("What is cached?"), cloud.Asked("What is streamed?")));
        Assert.Equal(2, watcher.Spans.Count);
        Assert.All(
            watcher.Spans,
            span =>
            {
                Assert.Equal(NanoClawChatClient.ProviderName, span.GetTagItem("gen_ai.provider.name"));
                Assert.Equal(127, span.GetTagItem("gen_ai.usage.input_tokens"));
                Assert.Equal(first.ModelId, span.GetTagItem("gen_ai.response.model"));
            }
        );
        Assert.Contains(watcher.Lines, line => line.Contains("GetResponseAsync completed", StringComparison.Ordinal));
        Assert.DoesNotContain(watcher.Lines, line => line.Contains("What is cached?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retry_in_front_of_it_is_billed_once(bool reconnects)
    {
        var question = $"What is retried, {reconnects}?";
        using var runtime = cloud.Connect();
        using var client = runtime.AsIChatClient(cloud.NewGroup());
        cloud.Model.Midway = ScriptedModel.Closed();
        string? left = null;
        using (var impatience = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var update in client.GetStreamingResponseAsync(question, cancellationToken: impatience.Token))
                {
                    left = update.ResponseId;
                    if (update.Text.Length > 0)
                    {
                        await impatience.CancelAsync();
                    }
                }
            });
        }

        cloud.Model.Midway.SetResult();
        var retried = reconnects
            ? await client.GetStreamingResponseAsync(question, cancellationToken: Token).ToChatResponseAsync(Token)
            : await client.GetResponseAsync(question, cancellationToken: Token);
        Assert.Equal(("Fourteen.", left), (retried.Text, retried.ResponseId));
        Assert.Equal(1, cloud.Asked(question));

        // What came to its end is another question when it is asked again.
        var anew = await client.GetResponseAsync(question, cancellationToken: Token);
        Assert.NotEqual(left, anew.ResponseId);
        Assert.Equal(2, cloud.Asked(question));
    }

    [Fact]
    public async Task A_run_has_the_id_that_its_caller_chose()
    {
        using var runtime = cloud.Connect();
        using var client = runtime.AsIChatClient(cloud.NewGroup());
        var options = new ChatOptions { AdditionalProperties = new() { [RemoteKeys.RunId] = "chosen-by-its-caller" } };
        var first = await client.GetResponseAsync("What is chosen?", options, Token);
        var again = await client.GetResponseAsync("What is chosen?", options, Token);
        Assert.Equal(("chosen-by-its-caller", first.Text), (first.ResponseId, again.Text));
        Assert.Equal(1, cloud.Asked("What is chosen?"));
    }

    [Fact]
    public async Task A_failure_is_the_clients_own_exception_with_the_contracts_word()
    {
        using var runtime = cloud.Connect();
        using var client = runtime.AsIChatClient(cloud.NewGroup()).AsBuilder().UseOpenTelemetry().Build();
        var failure = await Assert.ThrowsAsync<AgentConflictException>(() =>
            client.GetResponseAsync("Where were we?", new ChatOptions { ConversationId = "s_unknown" }, Token)
        );
        Assert.Equal(AgentErrorCodes.SessionUnknown, failure.Code);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
