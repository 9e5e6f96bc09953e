using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>Their agent over our chat client, as whoever has one client for all models would make it.</summary>
public sealed class TheirAgentTests
{
    [Fact]
    public async Task Its_session_is_the_remote_one_and_only_what_is_new_travels()
    {
        var runtime = new StubRuntime();
        for (var turn = 0; turn < 3; turn++)
        {
            runtime.Answers.Enqueue([new AgentEvent.Delta("Yes."), new AgentEvent.Output("Yes."), new AgentEvent.Done("s_1")]);
        }

        var agent = runtime.AsIChatClient(new RemoteGroup("g")).AsAIAgent(name: "Andy");
        var session = await agent.CreateSessionAsync(Token);

        Assert.Equal("Yes.", (await agent.RunAsync("First?", session, cancellationToken: Token)).Text);
        Assert.Equal("Yes.", (await agent.RunStreamingAsync("Second?", session, cancellationToken: Token).ToAgentResponseAsync(Token)).Text);
        var later = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session, cancellationToken: Token), cancellationToken: Token);
        Assert.Equal("Yes.", (await agent.RunAsync("Third?", later, cancellationToken: Token)).Text);

        Assert.Equal([("First?", null), ("Second?", "s_1"), ("Third?", "s_1")], runtime.Runs.Select(run => (run.Request.Prompt, run.Request.SessionId)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
