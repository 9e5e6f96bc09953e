using NanoClaw.Cost.Comparing;
using NanoClaw.Cost.Ledger;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.Tests;

public sealed class ComparisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_both_differ_it_says_so_item_by_item_and_why()
    {
        await using var hand = await HandMonth.CreateAsync();
        var month = await LedgerMonth.ReadAsync(hand.Store, HandMonth.June, HandMonth.Now, Token);
        var comparison = Comparison.Of(
            month,
            new(
                new Dictionary<CloudItem, decimal>
                {
                    [CloudItem.WorkerRequests] = 5_000,
                    [CloudItem.WorkerCpu] = 12,
                    [CloudItem.ObjectDuration] = 592_000,
                    [CloudItem.RowsRead] = 60_100,
                    [CloudItem.R2Writes] = 3_000,
                    [CloudItem.D1RowsRead] = 0,
                },
                new Dictionary<string, decimal>(StringComparer.Ordinal) { ["nanoclaw-prod"] = 40, ["shop"] = 4_960 }
            ),
            isBilled: true
        );

        var requests = comparison.Items.Single(item => item.Item is CloudItem.WorkerRequests);
        Assert.Equal(((decimal?)6m, (decimal?)5_000m, true), (requests.Ledger, requests.Cloudflare, requests.Differs));
        Assert.EndsWith("By Worker: shop 4,960, nanoclaw-prod 40.", requests.Why, StringComparison.Ordinal);
        Assert.StartsWith(
            "The ledger counts 10 ms a run, the most",
            comparison.Items.Single(item => item.Item is CloudItem.WorkerCpu).Why,
            StringComparison.Ordinal
        );

        // 592,000 GB-s are 192,000 beyond the plan: $2.40, and $1.40 by the ledger.
        var duration = comparison.Items.Single(item => item.Item is CloudItem.ObjectDuration);
        Assert.Equal(((decimal?)1.40m, (decimal?)2.40m, true), (duration.LedgerUsd, duration.CloudflareUsd, duration.Differs));
        Assert.Equal((6.40m, 7.40m), (comparison.LedgerUsd, comparison.CloudflareUsd));
        // 1,776,000 by the end: 1,376,000 beyond.
        Assert.Equal(22.20m, comparison.CloudflareProjectedUsd);

        // Within a twentieth they agree; what was not told is no difference; what only Cloudflare knows is.
        Assert.False(comparison.Items.Single(item => item.Item is CloudItem.RowsRead).Differs);
        var untold = comparison.Items.Single(item => item.Item is CloudItem.ObjectRequests);
        Assert.Equal(((decimal?)12m, null, false, null), (untold.Ledger, untold.Cloudflare, untold.Differs, untold.Why));
        Assert.StartsWith("The ledger does not reckon it", comparison.Items.Single(item => item.Item is CloudItem.R2Writes).Why, StringComparison.Ordinal);
        Assert.DoesNotContain(comparison.Items, item => item.Item is CloudItem.D1RowsRead or CloudItem.KvReads);
    }

    public static TheoryData<CloudItem> All => [.. Enum.GetValues<CloudItem>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_item_has_an_explanation_in_both_directions(CloudItem item)
    {
        var none = new Dictionary<string, decimal>(StringComparer.Ordinal);
        Assert.All(new[] { Explanation.Of(item, 1, 2, none), Explanation.Of(item, 2, 1, none) }, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
    }
}
