namespace NanoClaw.Cli.Tests.Previewing;

public sealed class PreviewTests : IDisposable
{
    private const string Hostname = "a-name-that-is-longer-than-a-narrow-terminal-is-wide.and-goes-on-for-a-while.localhost";

    private readonly CommandLine _nanoclaw = new() { OutputIsTerminal = true };

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task An_output_stays_on_the_line_of_its_name_however_narrow_the_terminal()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--config", $"hostname={Hostname}"]));
        Assert.Matches($@"\n    coveredHostnames +: \[""{System.Text.RegularExpressions.Regex.Escape(Hostname)}""\]", _nanoclaw.Output);
    }

    [Theory]
    [InlineData("workersPlan=free", "zonePlan=free", "at most $0.00 a month")]
    [InlineData("workersPlan=paid", "zonePlan=free", "at most $5.00 a month")]
    [InlineData("workersPlan=paid", "zonePlan=pro", "at most $30.00 a month")]
    [InlineData("workersPlan=paid", "zonePlan=enterprise", "at most $5.00 a month and the zone's plan")]
    public async Task A_month_s_estimate_stands_below_the_plan(string workers, string zone, string words)
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--config", workers, "--config", zone]));
        Assert.Contains($"Estimate:\n    {words}\n", _nanoclaw.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    /// <summary>30,000 runs of 600 s: 2.3 million GB-s, of which 0.4 million are in the plan, at $12.50 a million, and what else they use.</summary>
    [Fact]
    public async Task The_estimate_is_what_the_caps_allow()
    {
        Assert.Equal(
            0,
            await _nanoclaw.RunAsync([
                "preview",
                "--json",
                "--config",
                "workersPlan=paid",
                "--config",
                "runsPerMonth=30000",
                "--config",
                "runsPerDay=1000",
                "--config",
                "maxTurnSeconds=600",
            ])
        );
        var estimate = System.Text.Json.Nodes.JsonNode.Parse(_nanoclaw.Output)!["estimate"]!;
        Assert.Equal(23.80m, (decimal)estimate["useUsd"]!);
        Assert.Equal(28.80m, (decimal)estimate["totalUsd"]!);
    }

    [Fact]
    public async Task What_is_declared_and_capped_by_nothing_is_told_by_its_price()
    {
        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--config", "r2=true", "--config", "d1=true", "--config", "workersPlan=paid"]));
        Assert.Contains("not in it: R2 storage beyond 10 GB-months a month, at $0.015", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("not in it: D1 rows written beyond 50,000,000 a month, at $1.00/M", _nanoclaw.Output, StringComparison.Ordinal);

        Assert.Equal(0, await _nanoclaw.RunAsync(["preview"]));
        Assert.DoesNotContain("R2 storage", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_without_effect_is_noted()
    {
        // Without people on the admin page, which shows the budget.
        string[] free = ["preview", "--config", "adminEmails=[]", "--config", "monthlyBudgetUsd=20", "--config", """alertEmails=["a@example.com"]"""];
        Assert.Equal(0, await _nanoclaw.RunAsync(free));
        Assert.Contains(
            "note: nanoclaw:monthlyBudgetUsd has no effect: usage alerts need the zone plan pro or higher",
            _nanoclaw.Error,
            StringComparison.Ordinal
        );

        Assert.Equal(0, await _nanoclaw.RunAsync([.. free, "--json"]));
        Assert.Equal("monthlyBudgetUsd", (string?)System.Text.Json.Nodes.JsonNode.Parse(_nanoclaw.Output)!["withoutEffect"]![0]!["setting"]);

        Assert.Equal(0, await _nanoclaw.RunAsync([.. free, "--config", "zonePlan=pro"]));
        Assert.DoesNotContain("has no effect", _nanoclaw.Error, StringComparison.Ordinal);
    }
}
