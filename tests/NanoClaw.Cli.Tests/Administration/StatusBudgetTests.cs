using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>How the budget stands, and what that changes.</summary>
public sealed class StatusBudgetTests : StatusFixture
{
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
    public async Task Containers_at_home_have_no_budget()
    {
        await FillAsync();
        Nanoclaw.Env += "AGENT_RUNTIME=container\n";

        await RunAsync("status");

        Assert.Contains("budget    nothing to count: on Workers Free, and in containers at home, runs cost nothing", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.False((await RunJsonAsync("status")).GetProperty("budget").GetProperty("billed").GetBoolean());
    }
}
