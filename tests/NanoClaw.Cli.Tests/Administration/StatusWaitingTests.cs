using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>What waits, and why.</summary>
public sealed class StatusWaitingTests : StatusFixture
{
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
            "agent     AWAY since 11:00 (unauthorized): The agent at Cloudflare refuses this computer's credentials. Run",
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
}
