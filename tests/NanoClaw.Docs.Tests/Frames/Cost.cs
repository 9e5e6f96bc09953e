using NanoClaw.Cost;
using NanoClaw.Cost.Charts;
using NanoClaw.Cost.Ledger;
using NanoClaw.Cost.Reports;
using NanoClaw.Store;

internal static class Reader
{
    public static async Task RunAsync(IStore store, DateTimeOffset now, CostTerms terms)
    {
        // the snippet
    }
}
