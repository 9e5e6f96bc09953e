using System.Text.Json;
using Microsoft.Agents.AI;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>The agent under their own middlewares, against the Worker in workerd.</summary>
public sealed class AgentTests(CloudFixture cloud) : IClassFixture<CloudFixture>
{
    [Fact]
    public async Task A_conversation_goes_on_in_another_process()
    {
        var group = cloud.NewGroup();
        JsonElement kept;
        using (var runtime = cloud.Connect())
        {
            var agent = runtime.AsAIAgent(group, "Andy");
            var session = await agent.CreateSessionAsync(Token);
            session.StateBag.SetValue("theme", "dark");
            Assert.Equal("Fourteen.", (await agent.RunAsync("My dog is Rex.", session, cancellationToken: Token)).Text);
            kept = JsonDocument.Parse((await agent.SerializeSessionAsync(session, cancellationToken: Token)).GetRawText()).RootElement;
        }

        Assert.DoesNotContain("Rex", kept.GetRawText(), StringComparison.Ordinal);
        using (var runtime = cloud.Connect())
        {
            var agent = runtime.AsAIAgent(group, "Andy");
            var session = await agent.DeserializeSessionAsync(kept, cancellationToken: Token);
            Assert.Equal("dark", session.StateBag.GetValue<string>("theme"));
            var updates = await agent.RunStreamingAsync("What is its name?", session, cancellationToken: Token).ToListAsync(Token);
            Assert.Equal("Fourteen.", string.Concat(updates.Select(update => update.Text)));
            Assert.All(updates, update => Assert.Equal((agent.Id, "Andy"), (update.AgentId, update.AuthorName)));
        }

        var asked = Assert.Single(cloud.Model.Requests, request => request.Contains("What is its name?", StringComparison.Ordinal));
        Assert.Contains("My dog is Rex.", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_a_restart_cut_off_is_taken_up_and_billed_once()
    {
        var group = cloud.NewGroup();
        JsonElement kept;
        cloud.Model.Midway = ScriptedModel.Closed();
        using (var runtime = cloud.Connect())
        {
            var agent = runtime.AsAIAgent(group);
            var session = await agent.CreateSessionAsync(Token);
            await foreach (var update in agent.RunStreamingAsync("What was cut off?", session, cancellationToken: Token))
            {
                if (update.Text.Length > 0)
                {
                    break;
                }
            }

            kept = await agent.SerializeSessionAsync(session, cancellationToken: Token);
        }

        cloud.Model.Midway.SetResult();
        using (var runtime = cloud.Connect())
        {
            var agent = runtime.AsAIAgent(group);
            var session = await agent.DeserializeSessionAsync(kept, cancellationToken: Token);
            var response = await agent.RunAsync("What was cut off?", session, cancellationToken: Token);
            Assert.Equal("Fourteen.", response.Text);
            Assert.NotNull(((NanoClawAgentSession)session).SessionId);
        }

        Assert.Equal(1, cloud.Asked("What was cut off?"));
    }

    [Fact]
    public async Task Logging_and_telemetry_see_an_agent_of_the_group()
    {
        const string source = "nanoclaw-agent-tests";
        using var watcher = new Watcher(source);
        using var runtime = cloud.Connect();
        var group = cloud.NewGroup();
        var agent = runtime.AsAIAgent(group, "Andy").AsBuilder().UseLogging(watcher.Logging).UseOpenTelemetry(source).Build();
        Assert.Equal("Fourteen.", (await agent.RunAsync("Who sees this?", cancellationToken: Token)).Text);
        var span = Assert.Single(watcher.Spans);
        Assert.Equal($"nanoclaw-{group.Folder}", span.GetTagItem("gen_ai.agent.id"));
        Assert.Equal(127, span.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.NotEmpty(watcher.Lines);
    }

    [Fact]
    public async Task One_agent_serves_the_sessions_of_many_groups()
    {
        using var runtime = cloud.Connect();
        var agent = runtime.AsAIAgent(cloud.NewGroup());
        var sessions = new[] { NanoClawAgent.CreateSession(cloud.NewGroup()), NanoClawAgent.CreateSession(cloud.NewGroup()) };
        await Task.WhenAll(sessions.Select(session => agent.RunAsync("Who are you?", session, cancellationToken: Token)));
        Assert.NotEqual(sessions[0].SessionId, sessions[1].SessionId);
        var failure = await Assert.ThrowsAsync<AgentConflictException>(() =>
            agent.RunAsync(
                "And who is that?",
                new NanoClawAgentSession(sessions[0].GroupFolder, sessions[0].ChatJid, sessions[1].SessionId),
                cancellationToken: Token
            )
        );
        Assert.Equal(AgentErrorCodes.SessionUnknown, failure.Code);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
