namespace NanoClaw.Store.Tests;

public sealed class RunDetailTests : StoreFixture
{
    private const string One = "0198f0c26f0e7c1a9b1e2f6f0f8b1a11";
    private const string Other = "0198f0c26f0e7c1a9b1e2f6faf8b1a11";

    [Fact]
    public async Task Steps_are_kept_once_and_in_order_and_the_run_goes_on_after_the_last()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run(One), Token);

        await store.Runs.AdvanceAsync(One, new RunStep(5, At(2), RunStepKind.Text, null, 12), hasOutput: true, Token);
        await store.Runs.AdvanceAsync(One, new RunStep(3, At(1), RunStepKind.Action, "schedule_task", 40), cancellationToken: Token);
        await store.Runs.AdvanceAsync(One, new RunStep(5, At(9), RunStepKind.Text, null, 12), hasOutput: true, Token);

        Assert.Equal(
            [new RunStep(3, At(1), RunStepKind.Action, "schedule_task", 40), new RunStep(5, At(2), RunStepKind.Text, null, 12)],
            (await store.Runs.ReadDetailsAsync(One, Token)).Steps
        );
        var run = (await store.Runs.FindAsync(One, Token))!;
        Assert.Equal((5, true), (run.LastEventId, run.HasOutput));
    }

    [Fact]
    public async Task What_a_run_used_is_kept_with_its_end()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run(One), Token);

        await store.Runs.EndAsync(
            One,
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = At(3),
                Usage = new RunUsage(30, 4, 2, TimeSpan.FromSeconds(3), "spare")
                {
                    AnsweredBy = "spare",
                    Shares = [new("first", 10, 0, 0, 1), new("spare", 20, 5, 6, 3)],
                    Tools = new Dictionary<string, int>(StringComparer.Ordinal) { ["web_fetch"] = 2, ["remember"] = 1 },
                },
            },
            Token
        );

        var details = await store.Runs.ReadDetailsAsync(One, Token);
        Assert.Equal([new ModelShare("first", 10, 0, 0, 1), new ModelShare("spare", 20, 5, 6, 3)], details.Shares);
        Assert.Equal(["remember 1", "web_fetch 2"], details.Tools.Select(tool => $"{tool.Key} {tool.Value}"));
        Assert.Equal("spare", (await store.Runs.FindAsync(One, Token))!.Usage.AnsweredBy);
    }

    [Theory]
    [InlineData("", "b,a,c")]
    [InlineData("group", "c")]
    [InlineData("task", "b")]
    [InlineData("failed", "a")]
    [InlineData("since", "b,a")]
    [InlineData("limit", "b")]
    public async Task Runs_are_listed_newest_first_by_what_is_asked_for(string filter, string expected)
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("a", seconds: 10), Token);
        await store.Runs.BeginAsync(Run("b", seconds: 20) with { TaskId = "t1" }, Token);
        await store.Runs.BeginAsync(Run("c", seconds: 1) with { GroupFolder = "work" }, Token);
        await store.Runs.EndAsync(
            "a",
            new RunOutcome
            {
                Status = RunStatus.Failed,
                EndedAt = At(11),
                ErrorCode = "internal",
            },
            Token
        );

        var runs = await store.Runs.ListAsync(
            filter switch
            {
                "group" => new RunFilter { GroupFolder = "work" },
                "task" => new RunFilter { TaskId = "t1" },
                "failed" => new RunFilter { Status = RunStatus.Failed },
                "since" => new RunFilter { Since = At(5) },
                "limit" => new RunFilter { Limit = 1 },
                _ => new RunFilter(),
            },
            Token
        );

        Assert.Equal(expected, string.Join(',', runs.Select(run => run.RunId)));
    }

    [Theory]
    [InlineData("11", 2)]
    [InlineData("0f8b1a11", 1)]
    [InlineData("6f0f8b1a11", 1)]
    [InlineData("xf0f8b1a11", 0)]
    [InlineData(One, 1)]
    [InlineData("%11", 0)]
    [InlineData("x" + One, 0)]
    public async Task A_run_is_found_by_the_end_of_its_id(string ending, int found)
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run(One), Token);
        await store.Runs.BeginAsync(Run(Other, seconds: 1), Token);

        Assert.Equal(found, (await store.Runs.FindByEndAsync(ending, 10, Token)).Count);
    }

    [Fact]
    public async Task The_end_that_is_shown_is_found_by_an_index()
    {
        await using (Open()) { }

        await using var connection = V1Database.Connect(DatabasePath);
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT run_id FROM agent_runs WHERE substr(run_id, -8) = 'x'";
        using var plan = command.ExecuteReader();
        Assert.True(plan.Read());
        Assert.Contains("idx_agent_runs_end", plan.GetString(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_the_history_holds_what_everybody_said_before_or_after_a_place()
    {
        await using var store = Open();
        await store.Messages.AddAsync([.. Enumerable.Range(1, 5).Select(number => Message($"m{number}", number) with { IsBotMessage = number == 3 })], Token);

        Assert.Equal(["m3", "m4"], (await store.Messages.ReadAfterAsync(Chat, 2, 2, Token)).Select(message => message.Id));
        Assert.Equal(["m3", "m2"], (await store.Messages.ReadBeforeAsync(Chat, 4, 2, Token)).Select(message => message.Id));
    }

    [Fact]
    public async Task A_text_that_is_kept_is_a_message_of_its_chat_and_waits_for_no_answer()
    {
        await using var store = Open();
        await store.Messages.AddAsync(Message("m1"), Token);
        await store.Outbox.AddAsync(
            [
                new OutgoingMessage
                {
                    DeliveryId = $"{One}:5:0",
                    ChatJid = Chat,
                    Text = "Hello",
                    CreatedAt = At(1),
                },
            ],
            Token
        );

        var kept = Message(ChatMessage.SentPrefix + $"{One}:5:0", 2, content: "Hello") with { IsBotMessage = true, IsFromMe = true };
        await store.Outbox.CompleteAsync($"{One}:5:0", At(2), kept, Token);
        await store.Outbox.CompleteAsync($"{One}:5:0", At(3), kept, Token);

        Assert.Equal(["Hello"], (await store.Messages.ListSentAsync(One, Token)).Select(message => message.Content));
        Assert.Empty(await store.Messages.ListSentAsync(One[..^1], Token));
        Assert.Equal(["m1"], await IdsSinceAsync(store));
    }
}
