namespace NanoClaw.Store.Tests;

public sealed class EffectTests : StoreFixture
{
    [Fact]
    public async Task A_decision_and_what_it_changes_are_written_together_and_once()
    {
        await using var store = Open();
        var task = Task("t");
        var change = new EffectChange
        {
            Decision = Decision("k"),
            Write = new EffectWrite { NewTask = task },
            Texts = [Text("d")],
        };

        Assert.Equal(EffectOutcome.Done, await store.Effects.ApplyAsync(change, Token));
        await store.Tasks.RemoveAsync("t", Token);
        Assert.Equal(EffectOutcome.Known, await store.Effects.ApplyAsync(change, Token));

        Assert.Empty(await store.Tasks.ListAsync(cancellationToken: Token));
        Assert.Single(await store.Outbox.ListPendingAsync(cancellationToken: Token));
        Assert.Equal(Decision("k"), await store.Effects.FindAsync("k", Token) is { } kept ? kept with { Sequence = 0 } : null);
    }

    [Fact]
    public async Task Where_the_effect_cannot_be_stored_there_is_no_decision_either()
    {
        await using var store = Open();
        await store.Groups.PutAsync(Group("a@fake", "family"), Token);
        var change = new EffectChange
        {
            Decision = Decision("k"),
            Write = new EffectWrite { Group = Group("b@fake", "family") },
            Texts = [Text("d")],
        };

        var failure = await Assert.ThrowsAsync<StoreException>(async () => await store.Effects.ApplyAsync(change, Token));

        Assert.Equal(StoreFailure.Conflict, failure.Failure);
        Assert.Null(await store.Effects.FindAsync("k", Token));
        Assert.Empty(await store.Outbox.ListPendingAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_task_that_was_changed_meanwhile_is_left_alone()
    {
        await using var store = Open();
        var read = Task("t");
        await store.Tasks.AddAsync(read with { Prompt = "changed" }, Token);

        var outcome = await store.Effects.ApplyAsync(
            new EffectChange
            {
                Decision = Decision("k"),
                Write = new EffectWrite { TaskBefore = read, TaskAfter = read with { Prompt = "lost" } },
            },
            Token
        );

        Assert.Equal(EffectOutcome.Stale, outcome);
        Assert.Equal("changed", (await store.Tasks.FindAsync("t", Token))?.Prompt);
        Assert.Null(await store.Effects.FindAsync("k", Token));
    }

    [Fact]
    public async Task However_many_are_decided_at_once_a_group_gets_no_more_active_tasks_than_it_may()
    {
        await using var store = Open();
        await store.Tasks.AddAsync(Task("paused") with { Status = ScheduledTaskStatus.Paused }, Token);
        EffectChange Change(string key, EffectWrite write) => new() { Decision = Decision(key), Write = write with { MostActive = 3 } };

        var outcomes = await System.Threading.Tasks.Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async task => await store.Effects.ApplyAsync(Change($"k{task}", new EffectWrite { NewTask = Task($"t{task}") }), Token))
        );

        Assert.Equal((3, 9), (outcomes.Count(outcome => outcome is EffectOutcome.Done), outcomes.Count(outcome => outcome is EffectOutcome.Stale)));
        Assert.Equal(4, (await store.Tasks.ListAsync(cancellationToken: Token)).Count);
        var paused = (await store.Tasks.FindAsync("paused", Token))!;
        var resumed = new EffectWrite { TaskBefore = paused, TaskAfter = paused with { Status = ScheduledTaskStatus.Active } };
        Assert.Equal(EffectOutcome.Stale, await store.Effects.ApplyAsync(Change("resume", resumed), Token));
        Assert.Null(await store.Effects.FindAsync("resume", Token));
    }

    [Fact]
    public async Task What_is_held_ends_once_and_its_short_id_is_nobody_elses()
    {
        await using var store = Open();
        await store.Effects.ApplyAsync(new EffectChange { Decision = Decision("k") with { Verdict = EffectVerdict.Held }, Hold = Held("k", "7F") }, Token);

        Assert.Equal(EffectOutcome.IdTaken, await store.Effects.ApplyAsync(new EffectChange { Decision = Decision("k2"), Hold = Held("k2", "7F") }, Token));
        var yes = new EffectChange
        {
            Decision = Decision("k:yes") with { Verdict = EffectVerdict.Approved },
            Ends = "k",
            Texts = [Text("yes")],
        };
        var no = new EffectChange
        {
            Decision = Decision("k:no") with { Verdict = EffectVerdict.Declined },
            Ends = "k",
            Texts = [Text("no")],
        };
        Assert.Equal(EffectOutcome.Done, await store.Effects.ApplyAsync(yes, Token));
        Assert.Equal(EffectOutcome.Closed, await store.Effects.ApplyAsync(no, Token));

        Assert.Equal("yes", Assert.Single(await store.Outbox.ListPendingAsync(cancellationToken: Token)).DeliveryId);
        Assert.Equal(HeldState.Approved, (await store.Effects.FindHeldAsync("7F", Token))?.State);
        Assert.Empty(await store.Effects.ListOpenAsync(Token));
        Assert.Single(await store.Effects.ListUntoldAsync(Token));
        await store.Effects.MarkToldAsync("k", Token);
        Assert.Empty(await store.Effects.ListUntoldAsync(Token));
    }

    [Theory]
    [InlineData("UPDATE effect_decisions SET verdict = 'allowed'")]
    [InlineData("UPDATE effect_decisions SET key = 'x' WHERE key = 'k'")]
    [InlineData("DELETE FROM effect_decisions")]
    [InlineData("DELETE FROM effect_decisions WHERE at < '2000'  OR 1")]
    [InlineData("REPLACE INTO effect_decisions (key, at, group_folder, effect, arguments, verdict) VALUES ('k', 'now', 'g', 'e', '{}', 'allowed')")]
    [InlineData("INSERT OR REPLACE INTO effect_decisions SELECT 1, 'other', 'now', 'g', null, null, 'e', '{}', 'allowed', null, null, null, null")]
    [InlineData(
        "INSERT INTO effect_decisions (key, at, group_folder, effect, arguments, verdict) VALUES ('k', 'now', 'g', 'e', '{}', 'allowed') ON CONFLICT DO UPDATE SET verdict = 'allowed'"
    )]
    public async Task Nobody_changes_or_removes_a_decision_by_whatever_statement(string sql)
    {
        await using var store = Open();
        await store.Effects.ApplyAsync(new EffectChange { Decision = Decision("k") with { Verdict = EffectVerdict.Refused } }, Token);

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => V1Database.Execute(DatabasePath, sql));

        Assert.Equal(EffectVerdict.Refused, Assert.Single(await store.Effects.ListAsync(new EffectFilter(), Token)).Verdict);
    }

    [Fact]
    public async Task After_a_kill_everything_is_held_or_ended_whole_and_nothing_is_done_twice()
    {
        for (var life = 0; life < 5; life++)
        {
            using var writer = new WriterProcess(DatabasePath, "held", $"{life}");
            Assert.Equal("open", await writer.ReadLineAsync(Token));
            for (var lines = 0; lines < 20 * (life + 1); lines++)
            {
                await writer.ReadLineAsync(Token);
            }

            var last = (await writer.KillAsync(Token)).Select(int.Parse).DefaultIfEmpty().Max();
            await using var store = Open();
            Assert.Equal("ok", V1Database.Query(DatabasePath, "PRAGMA integrity_check"));
            Assert.True(Count($"held_effects WHERE state = 'approved' AND key LIKE '{life}-%'") >= last);
        }

        Assert.Equal(0, Count("held_effects h WHERE (state = 'open') = EXISTS (SELECT 1 FROM effect_decisions WHERE key = h.key || ':end')"));
        Assert.Equal(0, Count("held_effects h WHERE NOT EXISTS (SELECT 1 FROM effect_decisions WHERE key = h.key)"));
        Assert.Equal(Count("held_effects"), Count("outgoing_messages WHERE delivery_id LIKE '%:ask'"));
        Assert.Equal(Count("held_effects WHERE state = 'approved'"), Count("outgoing_messages WHERE delivery_id NOT LIKE '%:ask'"));

        int Count(string from) => int.Parse(V1Database.Query(DatabasePath, $"SELECT count(*) FROM {from}")!);
    }

    [Fact]
    public async Task Pruning_forgets_by_age_alone_and_leaves_what_is_open()
    {
        await using var store = Open();
        await store.Effects.ApplyAsync(new EffectChange { Decision = Decision("old"), Hold = Held("old", "2A") }, Token);
        await store.Effects.ApplyAsync(new EffectChange { Decision = Decision("new") with { At = At(100) } }, Token);

        Assert.Equal(1, await store.Effects.PruneAsync(At(50), Token));

        Assert.Equal("new", Assert.Single(await store.Effects.ListAsync(new EffectFilter(), Token)).Key);
        Assert.Single(await store.Effects.ListOpenAsync(Token));
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => V1Database.Execute(DatabasePath, "DELETE FROM effect_decisions"));
    }

    [Fact]
    public async Task Decisions_are_found_by_group_run_effect_verdict_and_time()
    {
        await using var store = Open();
        for (var number = 0; number < 6; number++)
        {
            await store.Effects.ApplyAsync(
                new EffectChange
                {
                    Decision = Decision($"k{number}") with
                    {
                        At = At(number),
                        GroupFolder = number % 2 == 0 ? "even" : "odd",
                        RunId = $"r{number / 2}",
                        Effect = number < 3 ? "send_message" : "pause_task",
                        Verdict = number == 4 ? EffectVerdict.Refused : EffectVerdict.Allowed,
                    },
                },
                Token
            );
        }

        Assert.Equal(["k4", "k2", "k0"], await KeysAsync(new EffectFilter { GroupFolder = "even" }));
        Assert.Equal(["k3", "k2"], await KeysAsync(new EffectFilter { RunId = "r1" }));
        Assert.Equal(["k5", "k4", "k3"], await KeysAsync(new EffectFilter { Effect = "pause_task" }));
        Assert.Equal(["k4"], await KeysAsync(new EffectFilter { Verdict = EffectVerdict.Refused }));
        Assert.Equal(["k5", "k4"], await KeysAsync(new EffectFilter { Since = At(2), Limit = 2 }));
        Assert.Equal(2, await store.Effects.CountAsync("r1", Token));

        async Task<IEnumerable<string>> KeysAsync(EffectFilter filter) => (await store.Effects.ListAsync(filter, Token)).Select(decision => decision.Key);
    }

    [Fact]
    public async Task A_question_goes_out_with_its_text()
    {
        await using var store = Open();
        await store.Outbox.AddAsync([Text("d") with { Question = "7F:abc" }], Token);

        Assert.Equal("7F:abc", Assert.Single(await store.Outbox.ListPendingAsync(cancellationToken: Token)).Question);
    }

    private static EffectDecision Decision(string key) =>
        new()
        {
            Key = key,
            At = At(0),
            GroupFolder = "family",
            RunId = "run",
            AskedBy = "Ann",
            Effect = "send_message",
            Arguments = "{}",
            Verdict = EffectVerdict.Allowed,
        };

    private static HeldEffect Held(string key, string id) =>
        new()
        {
            Key = key,
            Id = id,
            GroupFolder = "family",
            Effect = "send_message",
            Arguments = "{}",
            Shown = "",
            HeldAt = At(0),
            ExpiresAt = At(60),
        };

    private static OutgoingMessage Text(string id) =>
        new()
        {
            DeliveryId = id,
            ChatJid = Chat,
            Text = "text",
            CreatedAt = At(0),
        };

    private static RegisteredGroup Group(string jid, string folder) =>
        new()
        {
            Jid = jid,
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = At(0),
        };

    private static ScheduledTask Task(string id) =>
        new()
        {
            Id = id,
            GroupFolder = "family",
            ChatJid = Chat,
            Prompt = "p",
            ScheduleType = ScheduleType.Cron,
            ScheduleValue = "0 9 * * *",
            CreatedAt = At(0),
        };
}
