using NanoClaw.Cost.Ledger;
using NanoClaw.Cost.Reports;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.Tests;

/// <summary>A month that was reckoned by hand, number by number, is what the report says.</summary>
public sealed class MonthCostTests
{
    private static readonly CostTerms Terms = new(IsBilled: true, ModelPrices: null, SavingFromUsd: 12m, StopAtUsd: 14.5m);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_models_bill_is_each_kind_of_token_at_its_price()
    {
        var report = await ReportAsync();

        // Sonnet 4.5: $3 fresh, $0.30 read, $6 written for an hour, $15 out, a million each.
        // Fresh:   30,000 - 20,000 - 6,000 = 4,000; 50,000 - 45,000 - 1,000 = 4,000; and 10,000 of the third run: 18,000.
        Assert.Equal(0.054m, Line(report, "claude-sonnet-4-5", "fresh", 18_000));
        // Read:    20,000 + 45,000 = 65,000 at $0.30.
        Assert.Equal(0.0195m, Line(report, "claude-sonnet-4-5", "cache read", 65_000));
        // Written: 6,000 + 1,000 = 7,000 at $6.
        Assert.Equal(0.042m, Line(report, "claude-sonnet-4-5", "cache write", 7_000));
        // Out:     2,000 + 1,000 + 1,000 = 4,000 at $15.
        Assert.Equal(0.06m, Line(report, "claude-sonnet-4-5", "output", 4_000));

        // Haiku 4.5: $1, $0.10, $2, $5. Of its 100,000 read, 60,000 came from the cache and 10,000 were written to it.
        Assert.Equal(0.03m, Line(report, "claude-haiku-4-5", "fresh", 30_000));
        Assert.Equal(0.006m, Line(report, "claude-haiku-4-5", "cache read", 60_000));
        Assert.Equal(0.02m, Line(report, "claude-haiku-4-5", "cache write", 10_000));
        Assert.Equal(0.01m, Line(report, "claude-haiku-4-5", "output", 2_000));

        // 0.054 + 0.0195 + 0.042 + 0.06 + 0.03 + 0.006 + 0.02 + 0.01 = 0.2415; ten of thirty days are over.
        Assert.Equal(new CostSum(0.2415m, 0.7245m), report.Model);
    }

    [Fact]
    public async Task Cloudflares_bill_is_the_subscription_and_what_goes_beyond_the_plan()
    {
        var report = await ReportAsync();

        // 2,000,000 + 1,500,000 + 500,000 s at 0.128 GB are 512,000 GB-s: 112,000 beyond the plan, at $12.50 a million.
        Assert.Equal(1.40m, Cloud(report, "Durable Object duration", 512_000));
        // By the end of the month 1,536,000: 1,136,000 beyond the plan.
        Assert.Equal(14.20m, report.Items.Single(item => item.Item == "Durable Object duration").ProjectedUsd);
        // Three runs use 6 requests, 12 of objects, 30 ms, 60,000 rows read and 600 written, 0.0003 GB of logs: all in the plan.
        Assert.Equal(0, Cloud(report, "Worker requests", 6));
        Assert.Equal(0, Cloud(report, "Worker CPU", 30));
        Assert.Equal(0, Cloud(report, "Durable Object requests", 12));
        Assert.Equal(0, Cloud(report, "Durable Object rows read", 60_000));
        Assert.Equal(0, Cloud(report, "Durable Object rows written", 600));
        Assert.Equal(0, Cloud(report, "Workers logs written", 0.000_3m));
        // Two groups at 0.02 GB for a third of a month.
        Assert.Equal(0.0133m, Math.Round(report.Items.Single(item => item.Item == "Durable Object storage").Used, 4));

        Assert.Equal(new CostSum(6.40m, 19.20m), report.Cloudflare);
        Assert.Equal((3, 1, 4_000_000_000), (report.Runs, report.Failed, report.DurationMs));
    }

    [Fact]
    public async Task Each_group_has_its_part()
    {
        var report = await ReportAsync();

        Assert.Equal(["family", "main"], report.Groups.Select(group => group.GroupFolder));
        // 3,500,000 of 4,000,000 s: seven eighths of $1.40.
        Assert.Equal([1.225m, 0.175m], report.Groups.Select(group => Math.Round(group.CloudflareUsd, 6)));
        // family: 8,000 * 3 + 65,000 * 0.30 + 7,000 * 6 + 3,000 * 15 = 130,500 millionths of a dollar.
        Assert.Equal([0.1305m, 0.111m], report.Groups.Select(group => group.ModelUsd));
        Assert.Equal(new TokenCount(8_000, 65_000, 7_000, 3_000), report.Groups[0].Tokens);
        Assert.Equal((2, 1), (report.Groups[0].Runs, report.Groups[0].Failed));
    }

    [Fact]
    public async Task Each_day_adds_what_the_bill_grew_by_and_all_of_them_are_the_month()
    {
        var report = await ReportAsync();

        Assert.Equal(10, report.Days.Count);
        // 256,000 GB-s on the first; 448,000 with the fourth, 48,000 beyond the plan; 64,000 more on the tenth.
        Assert.Equal([0, 0, 0, 0.60m, 0, 0, 0, 0, 0, 0.80m], report.Days.Select(day => Math.Round(day.CloudflareUsd, 6)));
        // 4,000 * 3 + 20,000 * 0.30 + 6,000 * 6 + 2,000 * 15 millionths; then 4,000 * 3 + 45,000 * 0.30 + 1,000 * 6 + 1,000 * 15.
        Assert.Equal([0.084m, 0, 0, 0.0465m, 0, 0, 0, 0, 0, 0.111m], report.Days.Select(day => day.ModelUsd));
        Assert.Equal([5m, 5m, 5m, 5.60m, 5.60m], report.Days.Take(5).Select(day => Math.Round(day.CloudflareSoFarUsd, 6)));
        Assert.Equal(report.Cloudflare.SoFarUsd, report.Days[^1].CloudflareSoFarUsd);
        Assert.Equal(report.Model.SoFarUsd, report.Days[^1].ModelSoFarUsd);
        Assert.Equal(report.Runs, report.Days.Sum(day => day.Runs));
    }

    [Fact]
    public async Task A_month_that_is_over_is_projected_as_it_was()
    {
        await using var month = await HandMonth.CreateAsync();
        var report = MonthCost.Of(await LedgerMonth.ReadAsync(month.Store, HandMonth.June, HandMonth.Now.AddDays(90), Token), Terms);

        Assert.Equal(HandMonth.June.End, report.At);
        Assert.Equal(new CostSum(6.40m, 6.40m), report.Cloudflare);
        Assert.Equal(30, report.Days.Count);
    }

    [Fact]
    public async Task What_is_not_billed_costs_nothing_and_is_counted_all_the_same()
    {
        await using var month = await HandMonth.CreateAsync();
        var report = MonthCost.Of(await LedgerMonth.ReadAsync(month.Store, HandMonth.June, HandMonth.Now, Token), Terms with { IsBilled = false });

        Assert.Equal(new CostSum(0, 0), report.Cloudflare);
        Assert.Equal(0.2415m, report.Model.SoFarUsd);
        Assert.All(report.Items.Where(item => item.Bill is CostItem.Cloudflare), item => Assert.Equal(0, item.ProjectedUsd));
        Assert.DoesNotContain(report.Items, item => item.Item == "Workers Paid");
        Assert.All(report.Days, day => Assert.Equal(0, day.CloudflareSoFarUsd));
        Assert.Equal(512_000, report.Items.Single(item => item.Item == "Durable Object duration").Used);
    }

    [Fact]
    public async Task A_model_without_a_price_is_named_and_counts_as_the_dearest_unless_prices_are_set()
    {
        await using var month = HandMonth.Empty();
        await month.UseAsync("2026-06-02T00:00:00Z", "family", new(1_000_000, 0, 1, TimeSpan.FromSeconds(1), "of-nobody"));
        var ledger = await LedgerMonth.ReadAsync(month.Store, HandMonth.June, HandMonth.Now, Token);

        var report = MonthCost.Of(ledger, Terms);
        Assert.Equal((ModelPriceTable.Unknown.Fresh, "of-nobody"), (report.Model.SoFarUsd, Assert.Single(report.UnknownModels)));

        var priced = MonthCost.Of(ledger, Terms with { ModelPrices = new(2, 0, 0, 0) });
        Assert.Equal(2, priced.Model.SoFarUsd);
        Assert.Empty(priced.UnknownModels);
    }

    [Fact]
    public async Task A_month_without_a_run_costs_the_subscription()
    {
        await using var month = HandMonth.Empty();
        var report = MonthCost.Of(await LedgerMonth.ReadAsync(month.Store, HandMonth.June, HandMonth.June.Start, Token), Terms);

        Assert.Equal(new CostSum(5, 5), report.Cloudflare);
        Assert.Equal(new CostSum(0, 0), report.Model);
        Assert.Empty(report.Groups);
        Assert.Single(report.Days);
    }

    [Theory]
    [InlineData(14.5, 15)]
    [InlineData(8, 8)]
    [InlineData(20.01, 21)]
    public void The_limit_is_what_stopping_in_time_keeps(double stopAt, double limit) =>
        Assert.Equal((decimal)limit, (Terms with { StopAtUsd = (decimal)stopAt }).LimitUsd);

    private static async Task<CostReport> ReportAsync()
    {
        await using var month = await HandMonth.CreateAsync();
        return MonthCost.Of(await LedgerMonth.ReadAsync(month.Store, HandMonth.June, HandMonth.Now, Token), Terms);
    }

    private static decimal Line(CostReport report, string model, string kind, long tokens)
    {
        var line = report.Items.Single(item => item.Model == model && item.Item == kind);
        Assert.Equal((tokens, 3 * tokens), (line.Used, line.Projected));
        return line.SoFarUsd;
    }

    private static decimal Cloud(CostReport report, string name, decimal units)
    {
        var line = report.Items.Single(item => item.Item == name);
        Assert.Equal(units, line.Used);
        return line.SoFarUsd;
    }
}
