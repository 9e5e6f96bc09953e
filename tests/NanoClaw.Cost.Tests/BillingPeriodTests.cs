namespace NanoClaw.Cost.Tests;

public sealed class BillingPeriodTests
{
    [Theory]
    [InlineData("2026-07-01T12:00:00Z", 1, "2026-07-01", "2026-08-01")]
    [InlineData("2026-07-14T23:59:59Z", 15, "2026-06-15", "2026-07-15")]
    [InlineData("2026-07-15T00:00:00Z", 15, "2026-07-15", "2026-08-15")]
    [InlineData("2026-03-01T00:00:00Z", 31, "2026-02-28", "2026-03-31")] // a day the month lacks is its last
    [InlineData("2026-01-05T00:00:00Z", 31, "2025-12-31", "2026-01-31")]
    [InlineData("2028-02-29T10:00:00Z", 30, "2028-02-29", "2028-03-30")]
    public void The_month_is_the_bills(string now, int day, string start, string end) =>
        Assert.Equal(
            new BillingPeriod(DateTimeOffset.Parse(start + "T00:00:00Z"), DateTimeOffset.Parse(end + "T00:00:00Z")),
            BillingPeriod.At(DateTimeOffset.Parse(now), day)
        );
}
