using System.Text.RegularExpressions;

namespace NanoClaw.Pricing.Tests;

public sealed partial class PriceTableTests
{
    [Fact]
    public void Each_item_has_one_row_with_its_source_and_its_day()
    {
        Assert.Equal(Enum.GetValues<CloudItem>(), PriceTable.Rows.Select(row => row.Item));
        Assert.All(
            PriceTable.Rows,
            row =>
            {
                Assert.StartsWith("https://developers.cloudflare.com/", row.Source, StringComparison.Ordinal);
                Assert.True(row.AsOf > new DateOnly(2026, 1, 1));
                Assert.True(row.Included > 0 && row.UsdPerUnit > 0 && row.Name.Length > 0 && row.Free.Length > 0);
                Assert.Same(row, PriceTable.Of(row.Item));
            }
        );
        Assert.All(PriceTable.Zones, zone => Assert.StartsWith("https://", zone.Source, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CloudItem.WorkerRequests, 10_000_000, 0)]
    [InlineData(CloudItem.WorkerRequests, 12_000_000, 0.60)]
    [InlineData(CloudItem.WorkerCpu, 80_000_000, 1.00)]
    [InlineData(CloudItem.ObjectRequests, 3_000_000, 0.30)]
    [InlineData(CloudItem.ObjectDuration, 600_000, 2.50)]
    [InlineData(CloudItem.RowsRead, 26_000_000_000, 1.00)]
    [InlineData(CloudItem.RowsWritten, 53_000_000, 3.00)]
    [InlineData(CloudItem.Stored, 6, 0.20)]
    [InlineData(CloudItem.LogsWritten, 54, 1.00)]
    [InlineData(CloudItem.LogsKept, 22, 1.00)]
    [InlineData(CloudItem.R2Stored, 110, 1.50)]
    [InlineData(CloudItem.D1Stored, 7, 1.50)]
    [InlineData(CloudItem.KvWrites, 2_000_000, 5.00)]
    public void What_goes_beyond_the_plan_costs_its_price(CloudItem item, long units, double usd) =>
        Assert.Equal((decimal)usd, PriceTable.Of(item).CostOf(units));

    [Theory]
    [InlineData("free", 0)]
    [InlineData("Pro", 25)]
    [InlineData("BUSINESS", 250)]
    [InlineData("enterprise", null)]
    public void A_zones_plan_is_found_in_any_case(string plan, int? usd) => Assert.Equal((decimal?)usd, PriceTable.ZoneUsd(plan));

    /// <summary>A price beside the table would drift from it: outside of it no line of code has a price a million, or names a page of prices.</summary>
    [Fact]
    public void Prices_stand_in_this_project_alone()
    {
        var root = Root();
        var others = new[] { "src", "infra" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => !file.StartsWith(Path.Combine(root, "src", "NanoClaw.Pricing"), StringComparison.Ordinal))
            .Where(file => PriceInCode().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(root, file));

        Assert.Empty(others);
        Assert.Matches(PriceInCode(), File.ReadAllText(Path.Combine(root, "src", "NanoClaw.Pricing", "PriceTable.cs")));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NanoClaw.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    // An amount by the million, an amount called Usd, or where such amounts are from.
    [GeneratedRegex(
        @"\d\.\d+m\s*/\s*(Million|1_000_000m?)|decimal \w*Usd\w* = \d|/platform/pricing/""|/plans/""|about-claude/pricing",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PriceInCode();
}
