using NanoClaw.Pricing;

namespace NanoClaw.Deployment.Analytics;

/// <summary>One dataset of the GraphQL Analytics API, and what its rows mean on the bill.</summary>
/// <param name="Name">As Cloudflare names it.</param>
/// <param name="Selection">The fields.</param>
/// <param name="Items">What it tells of.</param>
/// <param name="Read">Units of one row.</param>
internal sealed record Dataset(
    string Name,
    string Selection,
    IReadOnlyList<CloudItem> Items,
    Func<AnalyticsRow, IEnumerable<(CloudItem Item, decimal Units)>> Read
)
{
    /// <summary>Whether its rows are what was kept on a day, so that a month's units are their sum by the month's days.</summary>
    public bool IsKept { get; init; }

    /// <summary>What most of them answer at once.</summary>
    public const int MostRows = 10_000;

    /// <summary>The question. The dates are the first and the last day, by UTC.</summary>
    public string Query =>
        $$"""
            query Use($accountTag: string!, $start: Date!, $end: Date!) {
              viewer {
                accounts(filter: { accountTag: $accountTag }) {
                  {{Name}}(limit: {{MostRows}}, filter: { date_geq: $start, date_leq: $end }) { {{Selection}} }
                }
              }
            }
            """;
}
