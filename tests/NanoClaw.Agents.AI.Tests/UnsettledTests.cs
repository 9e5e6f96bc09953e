using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>Which runs are taken up where the same is asked again.</summary>
public sealed class UnsettledTests
{
    private static readonly object[] Success = [new AgentEvent.Output("Yes."), new AgentEvent.Done("s_1")];

    private readonly StubRuntime _runtime = new();
    private readonly FakeTimeProvider _time = new();

    public static TheoryData<Exception, bool> Failures =>
        new()
        {
            { new AgentUnavailableException(AgentErrorCodes.ConnectionFailed, "m"), true },
            { new AgentTimeoutException(AgentErrorCodes.Timeout, "m"), true },
            { new AgentUnauthorizedException(AgentErrorCodes.Unauthorized, "m"), true },
            { new OperationCanceledException(), true },
            { new IOException("m"), true },
            { new AgentRunFailedException(AgentErrorCodes.ModelRefused, "m"), false },
            { new AgentRunFailedException(AgentErrorCodes.Interrupted, "m"), false },
            { new AgentConflictException(AgentErrorCodes.RunConflict, "m"), false },
            { new AgentRunFailedException("a_later_word", "m"), false },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_run_that_may_still_end_is_taken_up_and_one_that_failed_is_not(Exception failure, bool takenUp)
    {
        using var client = _runtime.AsIChatClient(new RemoteGroup("g"), _time);
        await FailAsync(failure, () => client.GetResponseAsync("?", cancellationToken: Token));
        _runtime.Answers.Enqueue(Success);
        await client.GetResponseAsync("?", cancellationToken: Token);
        Assert.Equal(takenUp, _runtime.Runs[0].RunId == _runtime.Runs[1].RunId);

        var agent = _runtime.AsAIAgent(new RemoteGroup("g"), time: _time);
        var session = await agent.CreateSessionAsync(Token);
        await FailAsync(failure, () => agent.RunAsync("?", session, cancellationToken: Token));
        _runtime.Answers.Enqueue(Success);
        await agent.RunAsync("?", session, cancellationToken: Token);
        Assert.Equal(takenUp, _runtime.Runs[2].RunId == _runtime.Runs[3].RunId);
    }

    [Fact]
    public async Task Only_the_same_question_is_the_same_run()
    {
        using var client = _runtime.AsIChatClient(new RemoteGroup("g"), _time);
        await FailAsync(new IOException("m"), () => client.GetResponseAsync("?", cancellationToken: Token));
        _runtime.Answers.Enqueue(Success);
        await client.GetResponseAsync("!", cancellationToken: Token);
        _runtime.Answers.Enqueue(Success);
        await client.GetResponseAsync("?", new ChatOptions { ConversationId = "s_1" }, Token);
        Assert.Equal(3, _runtime.Runs.Select(run => run.RunId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Tomorrow_it_is_another_question()
    {
        using var client = _runtime.AsIChatClient(new RemoteGroup("g"), _time);
        var agent = _runtime.AsAIAgent(new RemoteGroup("g"), time: _time);
        var session = await agent.CreateSessionAsync(Token);
        await FailAsync(new IOException("m"), () => client.GetResponseAsync("?", cancellationToken: Token));
        await FailAsync(new IOException("m"), () => agent.RunAsync("?", session, cancellationToken: Token));
        _time.Advance(TimeSpan.FromMinutes(10));
        _runtime.Answers.Enqueue(Success);
        _runtime.Answers.Enqueue(Success);
        await client.GetResponseAsync("?", cancellationToken: Token);
        await agent.RunAsync("?", session, cancellationToken: Token);
        Assert.Equal(4, _runtime.Runs.Select(run => run.RunId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Calls_side_by_side_are_runs_of_their_own()
    {
        using var client = _runtime.AsIChatClient(new RemoteGroup("g"), _time);
        _runtime.Answers.Enqueue(Success);
        _runtime.Answers.Enqueue(Success);
        await Task.WhenAll(client.GetResponseAsync("?", cancellationToken: Token), client.GetResponseAsync("?", cancellationToken: Token));
        Assert.NotEqual(_runtime.Runs[0].RunId, _runtime.Runs[1].RunId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"groupFolder":"../up","chatJid":"c"}""")]
    [InlineData("""{"groupFolder":7,"chatJid":"secret words"}""")]
    public async Task What_is_no_session_is_refused_and_not_repeated(string stored)
    {
        var agent = _runtime.AsAIAgent(new RemoteGroup("g"));
        using var document = JsonDocument.Parse(stored);
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => agent.DeserializeSessionAsync(document.RootElement, cancellationToken: Token).AsTask());
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("?", new AnothersSession(), cancellationToken: Token));
    }

    private async Task FailAsync(Exception failure, Func<Task> call)
    {
        _runtime.Answers.Enqueue([new AgentEvent.Started("r", null), failure]);
        var thrown = await Assert.ThrowsAnyAsync<Exception>(call);
        Assert.Same(failure, thrown);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class AnothersSession : AgentSession;
}
