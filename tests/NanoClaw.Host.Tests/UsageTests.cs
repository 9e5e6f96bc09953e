using NanoClaw.Cost;
using NanoClaw.Cost.Ledger;
using NanoClaw.Cost.Reports;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Orders;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary><c>/usage</c>, and the one list of what the process answers itself.</summary>
public sealed class UsageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_learns_of_its_own_month_and_of_nobody_elses()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, "family", "claude-sonnet-4-5", 1_000_000);
        await UseAsync(world, "main", "claude-haiku-4-5", 5_000_000);

        await world.SayAsync(World.Family, " /Usage ");
        await world.SettleAsync();

        // Of a million read, 700,000 came from the cache at $0.30, 100,000 were written to it at $6, and 200,000 were
        // fresh at $3; 100,000 were given out at $15.
        Assert.Equal(
            "This chat since 2026-07-01: 1 run of 2 min in all.\nTokens: 200,000 read fresh, 700,000 from the cache, 100,000 written to it, 100,000 given out.\nFor the model: $2.91.\nOf Cloudflare's bill, beside the subscription: $0.00.\nA new month begins on 2026-08-01.",
            Assert.Single(world.Channel.TextsTo(World.Family))
        );
        Assert.Empty(world.Worker.Executed);
    }

    /// <summary>A service numbers the messages of each chat for itself.</summary>
    [Theory]
    [InlineData("/usage", "This chat since|Nothing was used here|All chats since")]
    [InlineData("/stop", "There is nothing to stop")]
    public async Task Two_chats_whose_messages_have_the_same_number_are_both_answered(string order, string answers)
    {
        await using var world = await World.CreateAsync();
        foreach (var chat in new[] { World.Family, World.Main })
        {
            await world.Assistant.Inbox.ReceiveAsync(world.NewMessage(chat, order) with { Id = "57" }, Token);
        }

        await world.SettleAsync();
        Assert.Matches($"^({answers})", Assert.Single(world.Channel.TextsTo(World.Family)));
        Assert.Matches($"^({answers})", Assert.Single(world.Channel.TextsTo(World.Main)));
    }

    [Theory]
    [InlineData("/usage@andy_bot", "All chats since")]
    [InlineData(" /Budget@Andy_bot  override", "The budget is lifted until")]
    [InlineData("/model@andy_bot family", "family: ")]
    [InlineData("@Andy /budget override", "The budget is lifted until")]
    [InlineData("@andy @andy_bot /usage", "All chats since")]
    [InlineData("/budget overide", "I do not understand that. It is /budget override [off]: ")]
    [InlineData("/usage please", "I do not understand that. It is /usage: ")]
    public async Task An_order_may_name_the_bot_that_is_meant_and_one_that_is_misspelt_is_told_so(string order, string answer)
    {
        await using var world = await World.CreateAsync();
        await world.SayAsync(World.Main, order);
        await world.SettleAsync();

        Assert.StartsWith(answer, Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Empty(world.Worker.Executed);
    }

    [Fact]
    public async Task The_main_group_learns_of_all()
    {
        await using var world = await World.CreateAsync();
        await UseAsync(world, "family", "claude-sonnet-4-5", 1_000_000);
        await UseAsync(world, "main", "claude-haiku-4-5", 1_000_000);

        await world.SayAsync(World.Main, "/usage");
        await world.SettleAsync();

        var lines = Assert.Single(world.Channel.TextsTo(World.Main)).Split('\n');
        Assert.Equal("All chats since 2026-07-01: 2 runs of 4 min in all.", lines[0]);
        Assert.Equal("For the model: $3.88, $120.28 by the end of the month.", lines[2]);
        Assert.Equal("Cloudflare: $5.00, $5.00 by the end of the month.", lines[3]);
        Assert.Equal(["family: 1 run, 1,100,000 tokens, $2.91", "main: 1 run, 1,100,000 tokens, $0.97"], lines[4..6]);
    }

    [Fact]
    public async Task Where_nothing_was_used_it_says_so()
    {
        await using var world = await World.CreateAsync(options => options with { Budget = new BudgetOptions { Plan = WorkersPlan.Free } });
        await world.SayAsync(World.Family, "/usage");
        await world.SayAsync(World.Main, "/usage");
        await world.SettleAsync();

        Assert.Equal(["Nothing was used here since 2026-07-01."], world.Channel.TextsTo(World.Family));
        Assert.Contains("Runs cost nothing at Cloudflare's here.", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_call_the_assistant_gets_no_figures()
    {
        await using var world = await World.CreateAsync();
        var allowlist = Path.Combine(Path.GetDirectoryName(world.StorePath)!, "allowlist.json");
        await File.WriteAllTextAsync(allowlist, """{"default":{"allow":["bob@fake"],"mode":"trigger"},"chats":{},"logDenied":false}""", Token);
        world.Options = world.Options with { SenderAllowlistPath = allowlist };
        await world.RestartAsync();

        await world.SayAsync(World.Family, "/usage");
        await world.SettleAsync();

        Assert.DoesNotContain(world.Channel.TextsTo(World.Family), text => text.Contains("since", StringComparison.Ordinal));
    }

    public static TheoryData<string, bool> Orders => [.. ChatOrders.All.Select(order => (order.Word, order.IsMainOnly))];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Each_order_of_the_list_is_answered_without_an_agent_and_what_is_the_mains_is_a_message_elsewhere(string word, bool isMainOnly)
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync(World.Main, word.ToUpperInvariant());
        await world.SettleAsync();
        Assert.Single(world.Channel.TextsTo(World.Main));
        Assert.Empty(world.Worker.Executed);

        await world.SayAsync(World.Family, word);
        await world.SettleAsync();
        Assert.Equal(isMainOnly ? 1 : 0, world.Worker.Executed.Count);
    }

    [Theory]
    [InlineData("/usage", "/usage")]
    [InlineData("  /BUDGET   override", "/budget")]
    [InlineData("/budgeting", null)]
    [InlineData("the /usage", null)]
    [InlineData("", null)]
    public void An_order_is_known_by_its_first_word(string text, string? word) => Assert.Equal(word, ChatOrders.Find(text)?.Word);

    [Fact]
    public async Task The_budget_and_the_report_of_a_month_are_one_arithmetic()
    {
        await using var world = await World.CreateAsync(options =>
            options with
            {
                Budget = new BudgetOptions { Model = new ModelBudgetOptions { StopAtUsd = 1000 } },
            }
        );
        await UseAsync(world, "family", "claude-sonnet-4-5", 1_000_000, TimeSpan.FromSeconds(4_000_000));
        await UseAsync(world, "main", "nobody-knows", 20_000, TimeSpan.FromSeconds(90_000));
        world.Time.Advance(TimeSpan.FromDays(11.3));

        var (now, budget) = (world.Time.GetUtcNow(), await world.Assistant.Budget.GetAsync(Token));
        var report = MonthCost.Of(await LedgerMonth.ReadAsync(world.Store, BillingPeriod.At(now, 1), now, Token), world.Options.Budget.Terms);

        Assert.Equal((budget.SoFarUsd, budget.ProjectedUsd), (report.Cloudflare.SoFarUsd, report.Cloudflare.ProjectedUsd));
        Assert.Equal((budget.Model!.SoFarUsd, budget.Model.ProjectedUsd), (report.Model.SoFarUsd, report.Model.ProjectedUsd));
        Assert.True(report.Cloudflare.SoFarUsd > 6);
    }

    private static async Task UseAsync(World world, string folder, string model, long read, TimeSpan? duration = null)
    {
        await world.Store.Runs.BeginAsync(
            new AgentRun
            {
                RunId = $"used-{folder}",
                GroupFolder = folder,
                ChatJid = $"{folder}@fake",
                StartedAt = world.Time.GetUtcNow(),
            },
            Token
        );
        await world.Store.Runs.EndAsync(
            $"used-{folder}",
            new RunOutcome
            {
                Status = RunStatus.Succeeded,
                EndedAt = world.Time.GetUtcNow(),
                Usage = new(read, read / 10, 1, duration ?? TimeSpan.FromMinutes(2), model) { CacheReadTokens = read * 7 / 10, CacheWriteTokens = read / 10 },
            },
            Token
        );
    }
}
