using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>What a reader of the updates sees.</summary>
public sealed class UpdateTests
{
    [Fact]
    public async Task Finished_text_that_was_shown_is_not_told_twice()
    {
        var updates = await UpdatesAsync(new AgentEvent.Delta("Hello "), new AgentEvent.Delta("there. \n"), new AgentEvent.Output("Hello there."));
        Assert.Equal(["Hello ", "there. \n"], updates.Select(update => update.Text));
    }

    [Fact]
    public async Task What_was_not_shown_of_a_finished_text_is_told()
    {
        var updates = await UpdatesAsync(new AgentEvent.Delta("Hello"), new AgentEvent.Output("Hello there."), new AgentEvent.Output("And more."));
        Assert.Equal(["Hello", " there.", "And more."], updates.Select(update => update.Text));
        Assert.Equal(updates[0].MessageId, updates[1].MessageId);
        Assert.NotEqual(updates[1].MessageId, updates[2].MessageId);
        Assert.All(updates, update => Assert.Null(update.AdditionalProperties));
    }

    [Fact]
    public async Task Text_that_does_not_hold_is_superseded_by_a_message_of_its_own()
    {
        var updates = await UpdatesAsync(
            new AgentEvent.Delta("It is four"),
            new AgentEvent.Delta("teen o'clock") { From = 6 },
            new AgentEvent.Output("It is teen o'clock")
        );
        Assert.Equal(["It is four", "It is teen o'clock"], updates.Select(update => update.Text));
        Assert.Equal(updates[0].MessageId, updates[1].AdditionalProperties![RemoteKeys.Supersedes]);
        Assert.NotEqual(updates[0].MessageId, updates[1].MessageId);
    }

    [Fact]
    public async Task Text_that_ends_otherwise_than_it_was_shown_is_superseded_too()
    {
        var updates = await UpdatesAsync(new AgentEvent.Delta("Hello <tool>"), new AgentEvent.Delta("") { From = 5 }, new AgentEvent.Output("Hello"));
        Assert.Equal(["Hello <tool>", "Hello"], updates.Select(update => update.Text));
        Assert.Equal(updates[0].MessageId, updates[1].AdditionalProperties![RemoteKeys.Supersedes]);
    }

    [Fact]
    public async Task A_whole_answer_has_the_finished_texts_alone()
    {
        var runtime = new StubRuntime();
        runtime.Answers.Enqueue([
            new AgentEvent.Delta("It is four"),
            new AgentEvent.Delta("teen") { From = 6 },
            new AgentEvent.Output("It is teen"),
            new AgentEvent.Done("s_1"),
        ]);
        var response = await runtime.AsIChatClient(new RemoteGroup("g")).GetResponseAsync("?", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("It is teen", "s_1"), (response.Text, response.ConversationId));
    }

    /// <summary>Where several agents talk, their messages are told apart by it.</summary>
    [Fact]
    public async Task An_agents_answer_bears_its_name_whole_or_in_pieces()
    {
        var runtime = new StubRuntime();
        object[] answer = [new AgentEvent.Delta("Yes."), new AgentEvent.Output("Yes."), new AgentEvent.Done("s_1")];
        runtime.Answers.Enqueue(answer);
        runtime.Answers.Enqueue(answer);
        var agent = runtime.AsAIAgent(new RemoteGroup("g"), "Andy");

        var whole = await agent.RunAsync("?", cancellationToken: TestContext.Current.CancellationToken);
        var pieces = await agent
            .RunStreamingAsync("?", cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Andy", Assert.Single(whole.Messages).AuthorName);
        Assert.All(pieces, piece => Assert.Equal(("Andy", agent.Id), (piece.AuthorName, piece.AgentId)));
        Assert.Equal(agent.Id, whole.AgentId);
    }

    private static async Task<IReadOnlyList<ChatResponseUpdate>> UpdatesAsync(params AgentEvent[] events)
    {
        var runtime = new StubRuntime();
        runtime.Answers.Enqueue([.. events, new AgentEvent.Done("s_1")]);
        var updates = await runtime
            .AsIChatClient(new RemoteGroup("g"))
            .GetStreamingResponseAsync("?", cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        return [.. updates.SkipLast(1)];
    }
}
