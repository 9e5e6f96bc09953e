using NanoClaw.Host.Budget;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What the main group is answered when it asks for the budget, word for word: somebody decides by it.</summary>
public sealed class BudgetDeskTests
{
    /// <summary>Forwarded, written by way of a bot or in the name of a chat: whose words they are, nobody here said.</summary>
    [Theory]
    [InlineData("/budget override")]
    [InlineData("/model family small")]
    [InlineData("/effort family high")]
    public async Task An_order_that_is_not_a_persons_own_words_is_none(string order)
    {
        await using var world = await World.CreateAsync(options => options with { Models = ["large", "small"] });

        await world.Assistant.Inbox.ReceiveAsync(world.NewMessage(World.Main, order) with { IsOwnWords = false }, TestContext.Current.CancellationToken);
        await world.SettleAsync();

        Assert.Empty(await world.Store.Effects.ListAsync(new EffectFilter(), TestContext.Current.CancellationToken));
        Assert.Contains(order, Assert.Single(world.Worker.Executed).Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_fine_says_what_was_used_and_where_the_limits_are() =>
        Assert.Equal(
            "The budget is fine. So far $5.00, projected $5.00; it saves from $12.00, stops at $14.50, and begins anew on 2026-08-01.",
            await AskAsync(new())
        );

    [Fact]
    public async Task What_is_saving_says_how_that_is_lifted() =>
        Assert.StartsWith("The budget is saving; /budget override lifts that for a day. So far $", await AskAsync(new() { SavingFrom = 5 }));

    [Fact]
    public async Task What_is_saving_names_the_model_that_answers() =>
        Assert.StartsWith(
            "The budget is saving with small; /budget override lifts that for a day. So far $",
            await AskAsync(new() { SavingFrom = 5, SavingModel = "small" })
        );

    [Fact]
    public async Task Where_the_model_s_bill_alone_is_heading_past_its_budget_the_cheaper_one_is_named() =>
        Assert.StartsWith(
            "The budget is saving with small; /budget override lifts that for a day. So far $",
            await AskAsync(
                new()
                {
                    SavingModel = "small",
                    Model = new() { StopAtUsd = 20 },
                },
                "family"
            )
        );

    [Fact]
    public async Task What_is_used_up_says_how_that_is_lifted() =>
        Assert.StartsWith("The budget is used up; /budget override lifts that for a day. So far $5.00", await AskAsync(new() { SavingFrom = 4, StopAt = 5 }));

    [Fact]
    public async Task The_model_s_bill_has_its_own_sums_its_limits_and_the_five_groups_that_cost_most() =>
        Assert.EndsWith(
            " and begins anew on 2026-08-01. The model: so far $23.28, projected $721.68;"
                + " it saves from $800.00, stops at $1000.00, stops a group at $50.00. main $8.73, family $5.82, c $2.91, d $2.91, e $2.91",
            await AskAsync(
                new()
                {
                    Model = new() { StopAtUsd = 1000, GroupStopAtUsd = 50 },
                },
                "c",
                "main",
                "family",
                "main",
                "d",
                "family",
                "e",
                "main"
            )
        );

    [Fact]
    public async Task Of_the_model_only_those_limits_are_named_that_are_set() =>
        Assert.EndsWith(
            " The model: so far $0.00, projected $0.00; it stops a group at $50.00.",
            await AskAsync(new() { Model = new() { GroupStopAtUsd = 50 } })
        );

    [Fact]
    public async Task Where_runs_cost_nothing_nothing_is_counted() =>
        Assert.Equal("Runs cost nothing here, so nothing is counted.", await AskAsync(new() { RunsAreBilled = false }));

    [Fact]
    public async Task Where_runs_cost_nothing_the_model_may() =>
        Assert.Equal(
            "Runs cost nothing here. The model: so far $2.91, projected $90.21; it saves from $80.00, stops at $100.00. family $2.91"
                + " It is saving with small; /budget override lifts that for a day.",
            await AskAsync(
                new()
                {
                    Plan = WorkersPlan.Free,
                    SavingModel = "small",
                    Model = new() { StopAtUsd = 100 },
                },
                "family"
            )
        );

    [Fact]
    public async Task Where_runs_cost_nothing_and_no_other_model_saves_nothing_is_lifted() =>
        Assert.Equal(
            "Runs cost nothing here. The model: so far $2.91, projected $90.21; it saves from $80.00, stops at $100.00. family $2.91",
            await AskAsync(
                new()
                {
                    Plan = WorkersPlan.Free,
                    Model = new() { StopAtUsd = 100 },
                },
                "family",
                ""
            )
        );

    [Fact]
    public async Task Where_the_rules_refuse_it_the_budget_is_not_lifted_and_the_audit_says_who_asked()
    {
        await using var world = await World.CreateAsync(options =>
            options with
            {
                Budget = new() { SavingFrom = 4, StopAt = 5 },
            }
        );
        await world.RuleAsync("rules: [{ effect: budget_override, decision: refuse }]");

        await world.SayAsync(World.Main, "/budget override");
        await world.SettleAsync();

        Assert.Contains($"The budget is not lifted: the rules do not allow it ({world.Options.RulesPath}, line 1).", world.Channel.TextsTo(World.Main));
        Assert.Equal(BudgetState.Stopped, (await world.Assistant.Budget.GetAsync(TestContext.Current.CancellationToken)).State);
        Assert.Equal(EffectVerdict.Refused, Assert.Single(await OverridesAsync(world)).Verdict);
    }

    [Fact]
    public async Task Each_lifting_is_in_the_audit_as_a_person_s_own_doing()
    {
        await using var world = await World.CreateAsync();
        await world.SayAsync(World.Main, "/budget override");
        await world.SayAsync(World.Main, "/budget override");
        await world.SettleAsync();

        var overrides = await OverridesAsync(world);
        Assert.Equal(2, overrides.Count);
        Assert.All(overrides, it => Assert.Equal(("", "{}", EffectVerdict.Allowed), (it.RunId, it.Arguments, it.Verdict)));
    }

    [Theory]
    [InlineData(
        BudgetState.Saving,
        false,
        null,
        "I am saving: Cloudflare's bill is heading past the budget (so far $1.00, projected $2.00, new month on 2026-08-01). Recurring tasks wait and runs a day are capped. Send /budget override here to lift this for a day."
    )]
    [InlineData(
        BudgetState.Saving,
        true,
        "small",
        "I am saving: the model's bill is heading past the budget (so far $3.00, projected $4.00, new month on 2026-08-01). Recurring tasks wait and runs a day are capped, and small answers. Send /budget override here to lift this for a day."
    )]
    [InlineData(
        BudgetState.Stopped,
        false,
        null,
        "I have stopped: the month's budget for Cloudflare is used up (so far $1.00, projected $2.00, new month on 2026-08-01). Messages are kept and answered later. Send /budget override here to go on for a day."
    )]
    [InlineData(
        BudgetState.Normal,
        true,
        "small",
        "I am saving: the model's bill is heading past the budget (so far $3.00, projected $4.00, new month on 2026-08-01), so small answers from now on, in all groups. It ends by itself. Send /budget override here to lift this for a day."
    )]
    [InlineData(BudgetState.Normal, false, null, "The budget is fine again (so far $1.00, projected $2.00, new month on 2026-08-01).")]
    public void A_change_says_whose_bill_it_is_what_waits_and_what_lifts_it(BudgetState state, bool isForModel, string? savingModel, string text) =>
        Assert.Equal(
            text,
            BudgetTexts.OfChange(
                new(state, 1, 2, new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero), null)
                {
                    Model = new(3, 4, new Dictionary<string, decimal>(StringComparer.Ordinal)),
                    IsForModel = isForModel,
                    SavingModel = savingModel,
                }
            )
        );

    [Theory]
    [InlineData("/budget", "Show")]
    [InlineData(" /BUDGET\t", "Show")]
    [InlineData("/budget override", "Override")]
    [InlineData("/budget  Override ON", "Override")]
    [InlineData("/budget override off", "EndOverride")]
    [InlineData("/budgetoverride", null)]
    [InlineData("/budget override now", null)]
    [InlineData("budget", null)]
    [InlineData("", null)]
    public void An_order_is_read_in_any_case_and_with_any_blanks_and_nothing_else_is_one(string text, string? order) =>
        Assert.Equal(order, BudgetCommand.Read(text)?.ToString());

    private static async Task<IReadOnlyList<EffectDecision>> OverridesAsync(World world) =>
        [.. (await world.Store.Effects.ListAsync(new EffectFilter())).Where(it => it.Effect == "budget_override")];

    /// <param name="budget">What is set.</param>
    /// <param name="folders">Whose runs there were; of an empty one, a run that used nothing.</param>
    private static async Task<string> AskAsync(BudgetOptions budget, params string[] folders)
    {
        await using var world = await World.CreateAsync(options => options with { Budget = budget });
        foreach (var (index, folder) in folders.Index())
        {
            await UseAsync(world, $"used-{index}", folder);
        }

        await world.SayAsync(World.Main, "/budget");
        await world.SettleAsync();
        return Assert.Single(world.Channel.TextsTo(World.Main), text => !text.StartsWith("I ", StringComparison.Ordinal));
    }

    private static async Task UseAsync(World world, string runId, string folder)
    {
        await world.Store.Runs.BeginAsync(
            new AgentRun
            {
                RunId = runId,
                GroupFolder = folder.Length == 0 ? "quiet" : folder,
                ChatJid = World.Family,
                StartedAt = world.Time.GetUtcNow(),
            }
        );
        await world.Store.Runs.EndAsync(
            runId,
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = world.Time.GetUtcNow(),
                Usage =
                    folder.Length == 0
                        ? RunUsage.None
                        : new(1_000_000, 100_000, 1, TimeSpan.FromSeconds(1), "claude-sonnet-4-5") { CacheReadTokens = 700_000, CacheWriteTokens = 100_000 },
            }
        );
    }
}
