namespace NanoClaw.Store.Tests;

public sealed class RunLedgerTests : StoreFixture
{
    private static readonly MessageCursor Before = new(1, At(1));
    private static readonly MessageCursor After = new(3, At(3));

    [Fact]
    public async Task A_run_that_has_begun_is_found_after_a_restart_with_its_request_and_place()
    {
        await using (var store = Open())
        {
            await store.Runs.BeginAsync(Run("r1", Before, After) with { Attempt = 2 }, Token);
            await store.Runs.AdvanceAsync("r1", 5, hasOutput: true, Token);
            await store.Runs.AdvanceAsync("r1", 4, cancellationToken: Token);
        }

        await using var again = Open();

        var run = Assert.Single(await again.Runs.ListUnfinishedAsync(Token));
        Assert.Equal(Run("r1", Before, After) with { Attempt = 2, LastEventId = 5, HasOutput = true }, run);
        Assert.Equal(After, await again.Cursors.GetAgentAsync(Chat, Token));
    }

    [Fact]
    public async Task A_run_that_succeeds_keeps_the_cursor_takes_the_session_and_drops_its_request()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("r1", Before, After), Token);
        var usage = new RunUsage(100, 20, 2, TimeSpan.FromMilliseconds(1500), "claude") { CacheReadTokens = 70, CacheWriteTokens = 25 };

        Assert.True(
            await store.Runs.EndAsync(
                "r1",
                new()
                {
                    Status = RunStatus.Succeeded,
                    EndedAt = At(9),
                    Usage = usage,
                    SessionId = "s",
                },
                Token
            )
        );

        var run = await store.Runs.FindAsync("r1", Token);
        Assert.Equal((RunStatus.Succeeded, At(9), null, usage), (run!.Status, run.EndedAt!.Value, run.Request, run.Usage));
        Assert.Equal("s", await store.Sessions.FindAsync("family", Token));
        Assert.Equal(After, await store.Cursors.GetAgentAsync(Chat, Token));
        Assert.Empty(await store.Runs.ListUnfinishedAsync(Token));
    }

    [Fact]
    public async Task A_run_that_fails_unanswered_gives_its_messages_back()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("r1", Before, After), Token);

        await store.Runs.EndAsync(
            "r1",
            new()
            {
                Status = RunStatus.Failed,
                EndedAt = At(9),
                ErrorCode = "turn_timeout",
                RestoreCursor = true,
            },
            Token
        );

        Assert.Equal(Before, await store.Cursors.GetAgentAsync(Chat, Token));
        Assert.Equal("turn_timeout", (await store.Runs.FindAsync("r1", Token))!.ErrorCode);
    }

    [Fact]
    public async Task The_first_run_of_a_chat_that_fails_leaves_no_cursor_for_v1()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("r1", MessageCursor.Start, After), Token);

        await store.Runs.EndAsync(
            "r1",
            new()
            {
                Status = RunStatus.Failed,
                EndedAt = At(9),
                RestoreCursor = true,
            },
            Token
        );

        Assert.Equal("{}", V1Database.Query(DatabasePath, "SELECT value FROM router_state WHERE key = 'last_agent_timestamp'"));
    }

    [Fact]
    public async Task The_end_of_a_run_and_the_text_that_tells_of_it_are_one_step()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("r1", Before, After), Token);
        var end = new RunOutcome
        {
            Status = RunStatus.Failed,
            EndedAt = At(9),
            Texts = [Told("a")],
        };

        Assert.True(await store.Runs.EndAsync("r1", end, Token));
        Assert.False(await store.Runs.EndAsync("r1", end with { Texts = [Told("b")] }, Token));

        Assert.Equal("a", Assert.Single(await store.Outbox.ListPendingAsync(cancellationToken: Token)).DeliveryId);

        static OutgoingMessage Told(string id) =>
            new()
            {
                DeliveryId = id,
                ChatJid = Chat,
                Text = "It failed.",
                CreatedAt = At(9),
            };
    }

    [Fact]
    public async Task A_run_ends_once()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("r1", Before, After), Token);
        await store.Runs.EndAsync("r1", new() { Status = RunStatus.Succeeded, EndedAt = At(9) }, Token);

        Assert.False(
            await store.Runs.EndAsync(
                "r1",
                new()
                {
                    Status = RunStatus.Failed,
                    EndedAt = At(10),
                    RestoreCursor = true,
                },
                Token
            )
        );
        Assert.False(await store.Runs.EndAsync("unknown", new() { Status = RunStatus.Failed, EndedAt = At(10) }, Token));
        Assert.Equal(After, await store.Cursors.GetAgentAsync(Chat, Token));
    }

    [Fact]
    public async Task A_run_id_is_used_once()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("r1", Before, After), Token);

        var exception = await Assert.ThrowsAsync<StoreException>(async () => await store.Runs.BeginAsync(Run("r1", After, new(9, At(9))), Token));

        Assert.Equal(StoreFailure.Conflict, exception.Failure);
        Assert.Equal(After, await store.Cursors.GetAgentAsync(Chat, Token));
    }

    [Fact]
    public async Task Use_is_summed_by_group_day_and_month()
    {
        await using var store = Open();
        await UseAsync("r1", "family", At(0), RunStatus.Succeeded);
        await UseAsync("r2", "family", At(1), RunStatus.Failed);
        await UseAsync("r3", "work", At(2), RunStatus.Succeeded);
        await UseAsync("r4", "family", At(0).AddDays(1), RunStatus.Succeeded);
        await UseAsync("r5", "family", At(0).AddDays(40), RunStatus.Succeeded);

        var days = await store.Runs.SumUsageAsync(At(0).AddDays(-1), At(0).AddDays(39), UsagePeriod.Day, Token);
        var months = await store.Runs.SumUsageAsync(At(0).AddDays(-1), At(0).AddDays(41), UsagePeriod.Month, Token);

        Assert.Equal(
            [
                new("family", new(2026, 3, 1), 2, 1, 20, 4, TimeSpan.FromSeconds(2)),
                new("work", new(2026, 3, 1), 1, 0, 10, 2, TimeSpan.FromSeconds(1)),
                new("family", new(2026, 3, 2), 1, 0, 10, 2, TimeSpan.FromSeconds(1)),
            ],
            days
        );
        Assert.Equal(
            [("family", new DateOnly(2026, 3, 1), 3L), ("work", new(2026, 3, 1), 1), ("family", new(2026, 4, 1), 1)],
            months.Select(total => (total.GroupFolder, total.Period, total.Runs))
        );

        async Task UseAsync(string id, string folder, DateTimeOffset at, RunStatus status)
        {
            await store.Runs.BeginAsync(Run(id) with { GroupFolder = folder, StartedAt = at }, Token);
            await store.Runs.EndAsync(
                id,
                new()
                {
                    Status = status,
                    EndedAt = at,
                    Usage = new(10, 2, 1, TimeSpan.FromSeconds(1), null),
                },
                Token
            );
        }
    }

    [Fact]
    public async Task Tokens_are_summed_by_group_and_model_each_in_one_kind()
    {
        await using var store = Open();
        await UseAsync("r1", "family", 5, new(100, 20, 2, TimeSpan.Zero, "claude") { CacheReadTokens = 70, CacheWriteTokens = 25 });
        await UseAsync("r2", "family", 6, new(10, 2, 1, TimeSpan.Zero, "claude") { CacheReadTokens = 3 });
        await UseAsync("r3", "family", 6, new(10, 2, 1, TimeSpan.Zero, "haiku"));
        await UseAsync("r4", "work", 7, new(10, 2, 1, TimeSpan.Zero, null));
        await UseAsync("r5", "work", 8, new(1000, 2, 1, TimeSpan.Zero, "claude"));

        Assert.Equal(
            [new("family", "claude", 12, 73, 25, 22), new("family", "haiku", 10, 0, 0, 2), new("work", "", 10, 0, 0, 2)],
            await store.Runs.SumTokensAsync(At(5), At(8), Token)
        );
        var total = Assert.Single(await store.Runs.SumUsageAsync(At(5), At(6), UsagePeriod.Month, Token));
        Assert.Equal((100, 70, 25), (total.InputTokens, total.CacheReadTokens, total.CacheWriteTokens));

        async Task UseAsync(string id, string folder, int second, RunUsage usage)
        {
            await store.Runs.BeginAsync(Run(id) with { GroupFolder = folder, StartedAt = At(second) }, Token);
            await store.Runs.EndAsync(
                id,
                new()
                {
                    Status = RunStatus.Succeeded,
                    EndedAt = At(second),
                    Usage = usage,
                },
                Token
            );
        }
    }

    [Fact]
    public async Task The_last_run_of_each_group_is_the_newest_of_those_that_began_since()
    {
        await using var store = Open();
        await store.Runs.BeginAsync(Run("newest", seconds: 9), Token);
        await store.Runs.BeginAsync(Run("older", seconds: 8), Token);
        await store.Runs.BeginAsync(Run("work") with { GroupFolder = "work", StartedAt = At(5) }, Token);
        await store.Runs.BeginAsync(Run("too-old") with { GroupFolder = "away", StartedAt = At(4) }, Token);

        Assert.Equal(["newest", "work"], (await store.Runs.ListLastAsync(At(5), Token)).Select(run => run.RunId));
    }

    [Fact]
    public async Task Outgoing_texts_wait_in_order_until_sent_and_are_not_added_twice()
    {
        await using var store = Open();
        var first = new OutgoingMessage
        {
            DeliveryId = "r1:3:0",
            ChatJid = Chat,
            Text = "one",
            CreatedAt = At(0),
        };
        await store.Outbox.AddAsync([first, first with { DeliveryId = "r1:3:1", Text = "two" }], Token);
        await store.Outbox.AttemptAsync("r1:3:0", Token);
        await store.Outbox.CompleteAsync("r1:3:0", At(1), cancellationToken: Token);

        await store.Outbox.AddAsync([first], Token);

        var pending = Assert.Single(await store.Outbox.ListPendingAsync(Chat, Token));
        Assert.Equal(("r1:3:1", "two", 0), (pending.DeliveryId, pending.Text, pending.Attempts));
        Assert.Equal(1, await store.Outbox.PruneAsync(At(2), Token));
        Assert.Single(await store.Outbox.ListPendingAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_text_that_its_chat_will_never_take_is_dropped_with_the_reason()
    {
        await using var store = Open();
        var text = new OutgoingMessage
        {
            DeliveryId = "r1:3:0",
            ChatJid = Chat,
            Text = "one",
            CreatedAt = At(0),
        };
        await store.Outbox.AddAsync([text], Token);

        await store.Outbox.RefuseAsync("r1:3:0", "blocked", At(1), Token);
        await store.Outbox.AddAsync([text], Token);

        Assert.Empty(await store.Outbox.ListPendingAsync(cancellationToken: Token));
        Assert.Equal([new RefusedMessage("r1:3:0", Chat, "blocked", At(1))], await store.Outbox.ListRefusedAsync(5, Token));
        Assert.Equal(1, await store.Outbox.PruneAsync(At(2), Token));
    }

    [Fact]
    public async Task The_newest_failures_are_listed_first()
    {
        await using var store = Open();
        foreach (
            var (id, minute, status) in new[]
            {
                ("r1", 1, RunStatus.Failed),
                ("r2", 2, RunStatus.Succeeded),
                ("r3", 3, RunStatus.Failed),
                ("r4", 4, RunStatus.Failed),
            }
        )
        {
            await store.Runs.BeginAsync(Run(id, Before, After), Token);
            await store.Runs.EndAsync(
                id,
                new()
                {
                    Status = status,
                    EndedAt = At(minute),
                    ErrorCode = "turn_timeout",
                },
                Token
            );
        }

        Assert.Equal(["r4", "r3"], (await store.Runs.ListFailedAsync(2, Token)).Select(run => run.RunId));
    }
}
