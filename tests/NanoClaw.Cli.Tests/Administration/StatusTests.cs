using System.Text.Json;
using NanoClaw.Cli.Installing;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class StatusTests : AdministrationFixture
{
    private static string OwnVersion =>
        ThisProgram.Version is { Build: { } commit } own ? $"{own.Text} (commit {commit[..Math.Min(commit.Length, 12)]})" : ThisProgram.Version.Text;

    [Fact]
    public async Task Without_a_store_it_says_so_and_makes_none()
    {
        await RunAsync("status");
        Assert.Equal("", Nanoclaw.Output);
        Assert.Contains("There is no store at", Nanoclaw.Error, StringComparison.Ordinal);
        await RunAsync("status", "--json");
        Assert.Equal("null\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        Assert.False(File.Exists(StorePath));
    }

    [Fact]
    public async Task One_screen_tells_all_that_the_store_knows()
    {
        await FillAsync();

        await RunAsync("status");

        Assert.Equal(
            $"""
            Andy      not running: this is what the store knows. To start it: nanoclaw run
            version   {OwnVersion}
            store     {StorePath}
            channels  not known while the assistant does not answer
            agent     answers, as far as is known
            queue     1 run under way
                      family: messages, since 12:58, retry 2
            outbox    1 text to send, 1 tried before, the oldest since 12:00
            budget    normal: $5.00 so far, $5.00 projected; saves from $12.00, stops at $14.50; new month 2026-04-01 02:00; by the limits of this command's settings
            backup    none yet: nanoclaw backup
            usage     3 runs, 1 failed, 1,500 tokens in and 25 out since 2026-03-01 01:00
            times     Europe/Paris; it is 2026-03-01 13:00

            Groups
            FOLDER       WAITING  LAST MESSAGE  LAST RUN       RUNS         TOKENS  NAME
            main (main)  2        13:00         10:00 failed   1, 1 failed  0       main
            family       0        13:00         12:58 running  2            1,525   family
            work         2        13:00         -              0            0       work
            main waits: the assistant is not running.
            work waits: the assistant is not running.

            Next tasks
            NEXT RUN  GROUP   ID        PROMPT
            due       family  task-now  prompt of task-now
            13:05     family  task-5    prompt of task-5

            Last errors
            AT     KIND  WHERE   WHAT
            12:30  text  tg:9    bot was blocked
            11:00  task  task-5  no route
            10:01  run   main    model_unavailable

            """,
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task Json_has_stable_names_and_times_in_utc()
    {
        await FillAsync();

        var status = await RunJsonAsync("status");

        Assert.Equal(
            ["at", "assistant", "channels", "agent", "queue", "outbox", "budget", "backup", "setAside", "held", "usage", "groups", "nextTasks", "errors"],
            status.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal("2026-03-01T12:00:00.000Z", status.GetProperty("at").GetString());
        Assert.False(status.GetProperty("assistant").GetProperty("running").GetBoolean());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("channels").ValueKind);
        Assert.Equal("r-now", status.GetProperty("queue").GetProperty("runs")[0].GetProperty("runId").GetString());
        Assert.Equal(5m, status.GetProperty("budget").GetProperty("soFarUsd").GetDecimal());
        Assert.Equal("normal", status.GetProperty("budget").GetProperty("state").GetString());
        Assert.Equal(1500, status.GetProperty("usage")[0].GetProperty("inputTokens").GetInt64());
        Assert.Equal(2, status.GetProperty("groups")[0].GetProperty("waitingMessages").GetInt32());
        Assert.Equal("bot was blocked", status.GetProperty("errors")[0].GetProperty("what").GetString());
    }

    [Fact]
    public async Task What_waits_for_a_yes_is_listed_with_its_group_its_age_and_how_to_answer()
    {
        await FillAsync();
        await RunAsync("status");
        Assert.DoesNotContain("Waits for a yes", Nanoclaw.Output, StringComparison.Ordinal);
        await StoreAsync(async store =>
        {
            await HoldAsync(store, "7F", Start.AddHours(-2));
            await HoldAsync(store, "2A", Start.AddMinutes(-5));
            await HoldAsync(store, "9X", Start.AddHours(-25)); // too late, and not noted so while nothing runs
        });

        await RunAsync("status");
        Assert.Contains(
            """
            Waits for a yes
            ID  GROUP   WHAT           SINCE  UNTIL             ASKED BY
            7F  family  schedule_task  11:00  2026-03-02 11:00  Ann (7)
            2A  family  schedule_task  12:55  2026-03-02 12:55  Ann (7)
            In the main group, where each is shown word for word, answer yes 7F or no 7F.

            """,
            Nanoclaw.Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal
        );
        var held = (await RunJsonAsync("status")).GetProperty("held");
        Assert.Equal(["7F", "2A"], held.EnumerateArray().Select(effect => effect.GetProperty("id").GetString()));
        Assert.Equal("2026-03-01T10:00:00.000Z", held[0].GetProperty("heldAt").GetString());
    }

    private static async Task HoldAsync(IStore store, string id, DateTimeOffset at) =>
        await store.Effects.ApplyAsync(
            new EffectChange
            {
                Decision = new EffectDecision
                {
                    Key = $"key-{id}",
                    At = at,
                    GroupFolder = "family",
                    Effect = "schedule_task",
                    Arguments = "{}",
                    Verdict = EffectVerdict.Held,
                    HeldId = id,
                },
                Hold = new HeldEffect
                {
                    Key = $"key-{id}",
                    Id = id,
                    GroupFolder = "family",
                    AskedBy = "Ann (7)",
                    Effect = "schedule_task",
                    Arguments = "{}",
                    Shown = "s",
                    HeldAt = at,
                    ExpiresAt = at.AddHours(24),
                },
            },
            Token
        );

    [Fact]
    public async Task A_budget_that_is_used_up_or_lifted_is_told()
    {
        await StoreAsync(async store =>
        {
            await store.Runs.BeginAsync(Run("r", "family", 0), Token);
            await store.Runs.EndAsync(
                "r",
                new RunOutcome
                {
                    Status = RunStatus.Succeeded,
                    EndedAt = Start,
                    Usage = new(0, 0, 1, TimeSpan.FromDays(400), null),
                },
                Token
            );
        });
        await RunAsync("status");
        Assert.Contains("budget    stopped: $", Nanoclaw.Output, StringComparison.Ordinal);

        await StoreAsync(async store => await store.State.SetAsync("budget:override-until", Start.AddHours(5).ToString("O"), Token));
        await RunAsync("status");
        Assert.Contains("budget    normal: $", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("; lifted until 2026-03-01 18:00", Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cheaper_model_that_answers_to_save_is_told()
    {
        Nanoclaw.Env += "AGENT_MODELS=claude-sonnet-4-5 claude-haiku-4-5\nBUDGET_SAVING_MODEL=claude-haiku-4-5\nMODEL_BUDGET_SAVING_FROM=20\n";
        await FillAsync();
        await RunAsync("status");
        Assert.DoesNotContain("to save,", Nanoclaw.Output, StringComparison.Ordinal);
        await StoreAsync(async store =>
        {
            await store.Runs.BeginAsync(Run("r", "family", 0), Token);
            await store.Runs.EndAsync(
                "r",
                new RunOutcome
                {
                    Status = RunStatus.Succeeded,
                    EndedAt = Start,
                    Usage = new(8_000_000, 0, 1, TimeSpan.FromSeconds(1), "claude-sonnet-4-5"),
                },
                Token
            );
        });

        await RunAsync("status");

        Assert.Contains("; to save, claude-haiku-4-5 answers", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal("claude-haiku-4-5", (await RunJsonAsync("status")).GetProperty("budget").GetProperty("savingModel").GetString());
    }

    [Fact]
    public async Task An_agent_that_is_away_is_told_with_the_cure_and_the_credentials_it_has()
    {
        await FillAsync();
        Nanoclaw.Env += "CLOUDFLARE_CREDENTIAL_GENERATION=3\nCLOUDFLARE_CREDENTIAL_CREATED_AT=2026-01-01T00:00:00Z\n";
        await StoreAsync(async store =>
            await store.State.SetAsync(
                "outages",
                """{"whole":{"id":"o","cause":"Credentials","code":"unauthorized","since":"2026-03-01T10:00:00+00:00","told":[]},"chats":{}}""",
                Token
            )
        );

        await RunAsync("status");
        Assert.Contains(
            "agent     AWAY since 11:00 (unauthorized): The Worker refuses this computer's credentials. Run nanoclaw config pull",
            Nanoclaw.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("credentials: generation 3, made 2026-01-01 01:00", Nanoclaw.Output, StringComparison.Ordinal);

        var agent = (await RunJsonAsync("status")).GetProperty("agent");
        Assert.Equal(
            ("away", "credentials", 3),
            (agent.GetProperty("state").GetString(), agent.GetProperty("cause").GetString(), agent.GetProperty("credentialGeneration").GetInt32())
        );
    }

    /// <summary>Each reason for which a message waits has a word.</summary>
    [Theory]
    [InlineData("outage", "work waits: the agent is away (modelKey).")]
    [InlineData("outage of one", "work waits: the agent is away (busy).")]
    [InlineData("saving", "work waits: saving: the day's runs are used up until 2026-03-02 00:00 UTC.")]
    [InlineData("share", "work waits: its share of the day's runs is used up until 2026-03-02 00:00 UTC.")]
    [InlineData("stopped", "work waits: the budget is used up until 2026-04-01.")]
    [InlineData("failed", "main waits: tried again soon, after a failure.")]
    [InlineData("turn", "work waits: its turn.")]
    public async Task Why_a_message_waits_is_told(string reason, string told)
    {
        await FillAsync();
        Nanoclaw.Env += "BUDGET_SAVING_RUNS_PER_DAY=1\n";
        await StoreAsync(async store =>
        {
            if (reason.StartsWith("outage", StringComparison.Ordinal))
            {
                await store.State.SetAsync(
                    "outages",
                    reason == "outage"
                        ? """{"whole":{"id":"o","cause":"ModelKey","code":"model_unauthorized","since":"2026-03-01T10:00:00+00:00","told":[]},"chats":{}}"""
                        : """{"chats":{"work@g.us":{"id":"o","cause":"Busy","code":"group_busy","since":"2026-03-01T10:00:00+00:00","told":[]}}}""",
                    Token
                );
            }

            for (var run = 0; reason == "share" && run < 100; run++)
            {
                await store.Runs.BeginAsync(Run($"r{run}", "work", 0), Token);
                await store.Runs.EndAsync(
                    $"r{run}",
                    new RunOutcome
                    {
                        Status = RunStatus.Succeeded,
                        EndedAt = Start,
                        Usage = new(0, 0, 1, TimeSpan.FromSeconds(1), null),
                    },
                    Token
                );
            }

            if (reason is "saving" or "stopped")
            {
                await store.Runs.BeginAsync(Run("r", "family", 0), Token);
                await store.Runs.EndAsync(
                    "r",
                    new RunOutcome
                    {
                        Status = RunStatus.Succeeded,
                        EndedAt = Start,
                        Usage = new(0, 0, 1, TimeSpan.FromDays(reason == "saving" ? 6 : 400), null),
                    },
                    Token
                );
            }
        });
        await using var running = OpenStore(exclusive: true);

        await RunAsync("status");

        Assert.Contains(told, Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Containers_at_home_have_no_budget()
    {
        await FillAsync();
        Nanoclaw.Env += "AGENT_RUNTIME=container\n";

        await RunAsync("status");

        Assert.Contains("budget    nothing to count: on Workers Free, and in containers at home, runs cost nothing", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.False((await RunJsonAsync("status")).GetProperty("budget").GetProperty("billed").GetBoolean());
    }

    private async Task FillAsync() =>
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("family"), Token);
            await store.Groups.PutAsync(Group("work"), Token);
            await store.Groups.PutAsync(Group("main", isMain: true), Token);
            foreach (var folder in new[] { "family", "work", "main" })
            {
                var jid = $"{folder}@g.us";
                await store.Chats.UpsertAsync(new Chat { Jid = jid, LastMessageAt = Start }, Token);
                var call = folder == "work" ? "@andy help" : "talk";
                await store.Messages.AddAsync([Message("a", jid), Message("b", jid) with { Content = call }], Token);
            }

            await store.Runs.BeginAsync(Run("r-old", "family", -2), Token);
            await store.Runs.EndAsync(
                "r-old",
                new RunOutcome
                {
                    Status = RunStatus.Succeeded,
                    EndedAt = Start,
                    Usage = new(1500, 25, 1, TimeSpan.FromSeconds(3), "m"),
                },
                Token
            );
            await store.Runs.BeginAsync(Run("r-failed", "main", -3), Token);
            await store.Runs.EndAsync(
                "r-failed",
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = Start.AddMinutes(-179),
                    ErrorCode = "model_unavailable",
                },
                Token
            );
            await store.Runs.BeginAsync(Run("r-now", "family", -2.0 / 60) with { Attempt = 2 }, Token);

            await store.Outbox.AddAsync(
                [
                    new OutgoingMessage
                    {
                        DeliveryId = "d1",
                        ChatJid = "family@g.us",
                        Text = "x",
                        CreatedAt = Start.AddHours(-1),
                    },
                    new OutgoingMessage
                    {
                        DeliveryId = "d2",
                        ChatJid = "tg:9",
                        Text = "x",
                        CreatedAt = Start,
                    },
                ],
                Token
            );
            await store.Outbox.AttemptAsync("d1", Token);
            await store.Outbox.RefuseAsync("d2", "bot was blocked", Start.AddMinutes(-30), Token);

            await store.Tasks.AddAsync(Task1("task-5") with { LastRun = Start.AddHours(-2), LastResult = "Error: no route" }, Token);
            await store.Tasks.AddAsync(Task1("task-now") with { NextRun = Start }, Token);
            await store.Tasks.AddAsync(Task1("task-paused") with { Status = ScheduledTaskStatus.Paused }, Token);
        });

    private static AgentRun Run(string id, string folder, double hours) =>
        new()
        {
            RunId = id,
            GroupFolder = folder,
            ChatJid = $"{folder}@g.us",
            StartedAt = Start.AddHours(hours),
        };
}
