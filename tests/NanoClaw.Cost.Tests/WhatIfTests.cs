using NanoClaw.Cost.Ledger;
using NanoClaw.Cost.Reports;
using NanoClaw.Cost.WhatIf;

namespace NanoClaw.Cost.Tests;

public sealed class WhatIfTests
{
    private static readonly CostTerms Terms = new(IsBilled: true, ModelPrices: null, SavingFromUsd: 12m, StopAtUsd: 14.5m);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("runs=500/day model=claude-haiku-4-5", 500)]
    [InlineData("runs=70/week", 10)]
    [InlineData("runs=2/hour, seconds=30", 48)]
    [InlineData("runs=12.5", 12.5)]
    public void Terms_are_read(string text, double runs)
    {
        Assert.True(WhatIfTerms.TryParse(text, out var terms, out var mistake), mistake);
        Assert.Equal((decimal)runs, Math.Round(terms.RunsPerDay!.Value, 6));
    }

    [Theory]
    [InlineData("", "such as runs=500/day")]
    [InlineData("runs", "'runs' must be a name and a value")]
    [InlineData("runs=many", "runs must be a number a day")]
    [InlineData("runs=5/year", "runs must be a number a day")]
    [InlineData("runs=-5", "runs must be")]
    [InlineData("runs=1 runs=2", "runs is said twice")]
    [InlineData("seconds=x", "seconds must be a number")]
    [InlineData("speed=3", "'speed' is not known. There are: runs,")]
    [InlineData("model=nobodys", "The price of nobodys is not known. There are: claude-")]
    [InlineData("runs=99999999999999999999999999", "runs must be")]
    public void What_makes_no_sense_is_told(string text, string words)
    {
        Assert.False(WhatIfTerms.TryParse(text, out _, out var mistake));
        Assert.Contains(words, mistake, StringComparison.Ordinal);
    }

    /// <summary>500 runs a day of 100 s in a month of 30 days: 15,000 runs and 192,000 GB-s, all in the plan; 45 million tokens read fresh at $1.</summary>
    [Fact]
    public void All_that_is_said_is_reckoned_by_hand()
    {
        Assert.True(
            WhatIfTerms.TryParse("runs=500/day seconds=100 model=claude-haiku-4-5 fresh=3000 read=10000 write=1000 output=400 groups=3", out var assumed, out _)
        );
        var report = WhatIfEstimate.Of(Month(), assumed, Terms);

        Assert.Equal(5m, report.CloudflareUsd);
        // 45 * 1 + 150 * 0.10 + 15 * 2 + 6 * 5 = 120.
        Assert.Equal(120m, report.ModelUsd);
        Assert.Equal((false, null), (report.Saves, report.StopsOnDay));
    }

    /// <summary>2,000 runs a day of 200 s: 51,200 GB-s a day, 1,136,000 beyond the plan by the end: $14.20.</summary>
    [Fact]
    public void It_says_when_the_budget_would_save_and_stop()
    {
        Assert.True(WhatIfTerms.TryParse("runs=2000 seconds=200", out var assumed, out _));
        var report = WhatIfEstimate.Of(Month(), assumed, Terms);

        Assert.Equal(19.20m, report.CloudflareUsd);
        // $14.50 are 760,000 GB-s beyond the plan: 1,160,000 in all, which 51,200 a day reach on the 23rd.
        Assert.Equal((true, (int?)23), (report.Saves, report.StopsOnDay));
        Assert.Equal(("typical", "claude-sonnet-4-5"), (report.Basis, report.Model));
        Assert.Null(WhatIfEstimate.Of(Month(), assumed, Terms with { IsBilled = false }).StopsOnDay);
    }

    [Fact]
    public async Task What_is_not_said_is_as_the_ledger_has_it()
    {
        await using var hand = await HandMonth.CreateAsync();
        var ledger = await LedgerMonth.ReadAsync(hand.Store, HandMonth.June, HandMonth.Now, Token);
        var month = MonthCost.Of(ledger, Terms);

        // At the rate of the month so far, it costs what the month is projected to cost.
        Assert.True(WhatIfTerms.TryParse("groups=2", out var same, out _));
        var report = WhatIfEstimate.Of(ledger, same, Terms);
        Assert.Equal((month.Cloudflare.ProjectedUsd, month.Model.ProjectedUsd), (Math.Round(report.CloudflareUsd, 6), Math.Round(report.ModelUsd, 6)));
        Assert.Equal(("ledger", null), (report.Basis, report.Model));

        // Twice the runs, twice the tokens.
        Assert.True(WhatIfTerms.TryParse("runs=0.6", out var twice, out _));
        Assert.Equal(2 * month.Model.ProjectedUsd, Math.Round(WhatIfEstimate.Of(ledger, twice, Terms).ModelUsd, 6));

        // The same tokens by Haiku alone: 48,000 * 1 + 125,000 * 0.10 + 17,000 * 2 + 6,000 * 5 millionths, three times.
        Assert.True(WhatIfTerms.TryParse("model=claude-haiku-4-5", out var cheaper, out _));
        Assert.Equal(3 * 0.1245m, Math.Round(WhatIfEstimate.Of(ledger, cheaper, Terms).ModelUsd, 6));
    }

    private static LedgerMonth Month() => new(HandMonth.June, HandMonth.Now, []);
}
