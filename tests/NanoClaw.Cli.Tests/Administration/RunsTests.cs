using System.Text.Json;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class RunsTests : AdministrationFixture
{
    private const string One = "0198f0c26f0e7c1a9b1e2f6f0f8b1a11";
    private const string Alike = "0198f0c26f0e7c1a9b1e2f6faf8b1a11";
    private const string Said = "my-pin-is-4711";

    [Fact]
    public async Task Runs_are_listed_newest_first_with_what_they_used_and_how_they_ended()
    {
        await StoreAsync(async store =>
        {
            await store.Tasks.AddAsync(Task1("task-k3f9abcd"), Token);
            await AddAsync(store, One, minutes: 1, Succeeded());
            await AddAsync(store, "task-0123456789abcdef-1", minutes: 2, Failed("model_overloaded"), taskId: "task-k3f9abcd");
            await store.Runs.BeginAsync(NewRun("0198f0c26f0e7c1a9b1e2f6f0f8b2b22", minutes: 3), Token);
        });

        await RunAsync("runs");

        Assert.Equal(
            """
            ID        BEGAN             TOOK   GROUP   FOR                 TOKENS  COST     OUTCOME
            0f8b2b22  2026-03-01 13:03  -      family  messages            0       $0.0000  running
            abcdef-1  2026-03-01 13:02  0.5 s  family  task task-k3f9abcd  0       $0.0000  failed: model_overloaded
            0f8b1a11  2026-03-01 13:01  1.5 s  family  messages            1,300   $0.0015  succeeded

            """.ReplaceLineEndings("\n"),
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
    }

    [Theory]
    [InlineData("3,2,1")]
    [InlineData("1", "--group", "work")]
    [InlineData("1", "--group", "work@g.us")]
    [InlineData("2", "--state", "failed")]
    [InlineData("3", "--state", "running")]
    [InlineData("3,2", "--since", "118m")]
    [InlineData("3", "--limit", "1")]
    [InlineData("2", "--task", "k3f9")]
    [InlineData("", "--group", "nobody")]
    public async Task Filters_leave_what_fits(string expected, params string[] filters)
    {
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("work"), Token);
            await store.Tasks.AddAsync(Task1("task-k3f9abcd"), Token);
            await AddAsync(store, "run-000000000001", minutes: 1, Succeeded(), folder: "work");
            await AddAsync(store, "run-000000000002", minutes: 2, Failed("internal"), taskId: "task-k3f9abcd");
            await store.Runs.BeginAsync(NewRun("run-000000000003", minutes: 3), Token);
        });
        Clock.Advance(TimeSpan.FromHours(2));

        var found = await RunJsonAsync(["runs", .. filters]);

        Assert.Equal(expected, string.Join(',', found.EnumerateArray().Select(run => run.GetProperty("runId").GetString()![^1..])));
    }

    [Fact]
    public async Task What_is_shown_of_an_id_is_enough_to_find_its_run_however_alike_others_are()
    {
        await StoreAsync(async store =>
        {
            await AddAsync(store, One, minutes: 1, Succeeded());
            await AddAsync(store, Alike, minutes: 2, Succeeded());
            // The whole of a shorter one is the end of another.
            await AddAsync(store, "xx0198f0c26f0e7c1a9b1e2f6f0f8b1a11", minutes: 3, Succeeded());
        });

        foreach (var run in (await RunJsonAsync("runs")).EnumerateArray())
        {
            var (id, runId) = (run.GetProperty("id").GetString()!, run.GetProperty("runId").GetString()!);
            Assert.True(id.Length >= 8);
            Assert.Equal(runId, (await RunJsonAsync("runs", "show", id)).GetProperty("run").GetProperty("runId").GetString());
        }

        Assert.Contains("the end of more than one run", await FailAsync(2, "runs", "show", "f8b1a11"), StringComparison.Ordinal);
        Assert.Contains("nanoclaw runs", await FailAsync(9, "runs", "show", "ffff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_shown_with_steps_tools_tokens_cost_and_outcome_and_no_word_of_what_was_said()
    {
        await ARunOfEverythingAsync();

        await RunAsync("runs", "show", "0f8b1a11");

        var shown = Nanoclaw.Output.ReplaceLineEndings("\n");
        Assert.StartsWith(
            $"""
            {One}  succeeded
              group:   family (family@g.us)
              for:     messages
              began:   2026-03-01 13:01 (Europe/Paris), ended 2026-03-01 13:01, took 1.5 s
              model:   claude-haiku-4-5, 2 calls
              tokens:  200 fresh, 800 read from the cache, 100 written to it, 200 of output
              cost:    $0.0015
              tools:   remember 1, send_message 1

            EVENT  AT                KIND    SIZE  DECISION  ID  ANSWERED BY  WHAT
            2      2026-03-01 13:01  action  25    approved  7F  Bob (8)      send_message
            4      2026-03-01 13:01  text    14    -         -   -            a text for the chat
            """.ReplaceLineEndings("\n"),
            shown,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(Said, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Said, (await RunJsonAsync("runs", "show", "0f8b1a11")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Said, (await RunJsonAsync("runs")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_what_was_said_is_there()
    {
        await ARunOfEverythingAsync();

        var content = (await RunJsonAsync("runs", "show", "0f8b1a11", "--content")).GetProperty("content");
        Assert.Equal(["m1"], content.GetProperty("asked").EnumerateArray().Select(said => said.GetProperty("text").GetString()!.Split(' ')[^1]));
        Assert.Equal([Said], content.GetProperty("said").EnumerateArray().Select(said => said.GetProperty("text").GetString()));
        Assert.Contains(Said, content.GetProperty("actions")[0].GetProperty("arguments").GetString(), StringComparison.Ordinal);

        await RunAsync("runs", "show", "0f8b1a11", "--content");
        Assert.Contains("It was given:", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains($"Andy: {Said}", Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_several_models_shows_what_each_used_and_a_price_that_is_not_known_is_told()
    {
        await StoreAsync(async store =>
            await AddAsync(
                store,
                One,
                minutes: 1,
                Succeeded() with
                {
                    Usage = new RunUsage(2_000_000, 0, 2, TimeSpan.FromSeconds(1), "house-model")
                    {
                        Shares = [new("claude-haiku-4-5", 1_000_000, 0, 0, 0), new("house-model", 1_000_000, 0, 0, 0)],
                    },
                }
            )
        );

        var run = (await RunJsonAsync("runs", "show", One)).GetProperty("run");
        Assert.Equal(
            [1m, null],
            run.GetProperty("tokens")
                .EnumerateArray()
                .Select(part => part.GetProperty("usd").ValueKind is JsonValueKind.Null ? (decimal?)null : part.GetProperty("usd").GetDecimal())
        );
        Assert.Equal(JsonValueKind.Null, run.GetProperty("usd").ValueKind);
        await RunAsync("runs", "show", One);
        Assert.Contains("MODEL_BUDGET_PRICES", Nanoclaw.Output, StringComparison.Ordinal);

        Nanoclaw.Env += "MODEL_BUDGET_PRICES=3, 0.30, 6, 15\n";
        Assert.Equal(6m, (await RunJsonAsync("runs", "show", One)).GetProperty("run").GetProperty("usd").GetDecimal());
    }

    [Fact]
    public async Task What_a_run_did_before_steps_were_kept_is_told_by_the_audit()
    {
        await StoreAsync(async store =>
        {
            await AddAsync(store, One, minutes: 1, Succeeded());
            await store.Effects.ApplyAsync(new EffectChange { Decision = Decision("2", EffectVerdict.Allowed) }, Token);
        });

        var step = Assert.Single((await RunJsonAsync("runs", "show", One)).GetProperty("steps").EnumerateArray());
        Assert.Equal("send_message", step.GetProperty("name").GetString());
        Assert.Equal("allowed", step.GetProperty("decision").GetString());
    }

    [Fact]
    public async Task Nothing_that_others_wrote_moves_the_cursor_of_who_reads_it()
    {
        await StoreAsync(async store =>
        {
            await store.Messages.AddAsync(Message("m1", "family@g.us") with { SenderName = "Eve\u001B[2J\nAnn", Content = "\u001B]0;title\u0007" }, Token);
            await store.Runs.BeginAsync(NewRun(One, 1) with { GroupFolder = "fam\u001B[2Jily", CursorAfter = new MessageCursor(1, Start) }, Token);
        });

        await RunAsync("runs");
        Assert.DoesNotContain(Nanoclaw.Output, character => char.IsControl(character) && character is not ('\n' or '\r'));
        await RunAsync("runs", "show", One, "--content");
        Assert.DoesNotContain(Nanoclaw.Output, character => char.IsControl(character) && character is not ('\n' or '\r'));
    }

    [Fact]
    public async Task Wrong_filters_are_told()
    {
        await FailAsync(2, "runs", "--since", "yesterday");
        await FailAsync(2, "runs", "--state", "perhaps");
        await FailAsync(2, "runs", "--limit", "0");
        await RunAsync("runs");
        Assert.Contains("There is no store", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunJsonAsync("runs")).GetArrayLength());
    }

    private Task ARunOfEverythingAsync() =>
        StoreAsync(async store =>
        {
            await store.Messages.AddAsync(Message("m1", "family@g.us"), Token);
            await store.Runs.BeginAsync(NewRun(One, 1) with { CursorAfter = new MessageCursor(1, Start) }, Token);
            await store.Runs.AdvanceAsync(One, new RunStep(2, Start.AddMinutes(1), RunStepKind.Action, "send_message", 25), cancellationToken: Token);
            await store.Effects.ApplyAsync(new EffectChange { Decision = Decision("2", EffectVerdict.Held) with { HeldId = "7F" } }, Token);
            await store.Effects.ApplyAsync(
                new EffectChange { Decision = Decision("2:end", EffectVerdict.Approved) with { HeldId = "7F", DecidedBy = "Bob (8)" } },
                Token
            );
            await store.Runs.AdvanceAsync(One, new RunStep(4, Start.AddMinutes(1), RunStepKind.Text, null, Said.Length), hasOutput: true, Token);
            var delivery = $"{One}:4:0";
            await store.Outbox.AddAsync(
                [
                    new OutgoingMessage
                    {
                        DeliveryId = delivery,
                        ChatJid = "family@g.us",
                        Text = Said,
                        CreatedAt = Start,
                    },
                ],
                Token
            );
            await store.Outbox.CompleteAsync(
                delivery,
                Start.AddMinutes(2),
                Message(ChatMessage.SentPrefix + delivery, "family@g.us", 120, isBot: true) with
                {
                    Sender = "Andy",
                    Content = Said,
                },
                Token
            );
            await store.Runs.EndAsync(
                One,
                Succeeded() with
                {
                    Usage = Succeeded().Usage with
                    {
                        InputTokens = 1100,
                        CacheWriteTokens = 100,
                        Tools = new Dictionary<string, int>(StringComparer.Ordinal) { ["remember"] = 1, ["send_message"] = 1 },
                    },
                },
                Token
            );
        });

    private static async Task AddAsync(IStore store, string runId, int minutes, RunOutcome outcome, string folder = "family", string? taskId = null)
    {
        await store.Runs.BeginAsync(NewRun(runId, minutes) with { GroupFolder = folder, TaskId = taskId }, Token);
        await store.Runs.EndAsync(runId, outcome, Token);
    }

    private static AgentRun NewRun(string runId, int minutes) =>
        new()
        {
            RunId = runId,
            GroupFolder = "family",
            ChatJid = "family@g.us",
            Request = "{}",
            StartedAt = Start.AddMinutes(minutes),
        };

    private static RunOutcome Succeeded() =>
        new()
        {
            Status = RunStatus.Succeeded,
            EndedAt = Start.AddMinutes(1).AddSeconds(2),
            Usage = new RunUsage(1100, 200, 2, TimeSpan.FromSeconds(1.5), "claude-haiku-4-5")
            {
                CacheReadTokens = 800,
                CacheWriteTokens = 100,
                AnsweredBy = "claude-haiku-4-5",
            },
        };

    private static RunOutcome Failed(string code) =>
        new()
        {
            Status = RunStatus.Failed,
            EndedAt = Start.AddMinutes(3),
            ErrorCode = code,
            Usage = RunUsage.None with { Duration = TimeSpan.FromSeconds(0.5) },
        };

    private static EffectDecision Decision(string ending, EffectVerdict verdict) =>
        new()
        {
            Key = $"{One}:{ending}",
            At = Start.AddMinutes(1),
            GroupFolder = "family",
            RunId = One,
            AskedBy = "Ann (7)",
            Effect = "send_message",
            Arguments = $$"""{"text":"{{Said}}"}""",
            Verdict = verdict,
        };
}
