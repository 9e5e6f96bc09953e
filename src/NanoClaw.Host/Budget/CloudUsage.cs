using NanoClaw.Edge.Prices;

namespace NanoClaw.Host.Budget;

/// <summary>
/// What runs use of Cloudflare, from this process's own ledger: an estimate on the safe side. Not part of it: what is
/// kept (5 GB of sessions are in the plan), what a person declares beside the Worker (D1, R2, Workers AI), and the
/// model's tokens, which are on another bill.
/// </summary>
public sealed record CloudUsage(long Runs, TimeSpan Duration)
{
    /// <summary>GB that an object is billed at while a request is open.</summary>
    private const decimal ObjectGigabytes = 0.128m;

    /// <summary>A run, and room for its resumptions.</summary>
    private const decimal RequestsPerRun = 2;

    /// <summary>Group object and run caps.</summary>
    private const decimal ObjectRequestsPerRun = 4;

    /// <summary>The limit of a Worker on the free plan; measured runs use less.</summary>
    private const decimal CpuMillisecondsPerRun = 10;

    /// <summary>The run, its events and its history.</summary>
    private const decimal RowsWrittenPerRun = 200;

    /// <summary>A session at its longest, in each of a run's steps.</summary>
    private const decimal RowsReadPerRun = 20_000;

    /// <summary>Every line of a run, were each of them kept.</summary>
    private const decimal LogGigabytesPerRun = 0.000_1m;

    /// <summary>The month's bill in USD if the use is multiplied by so much.</summary>
    public decimal CostUsd(decimal factor = 1)
    {
        var runs = Runs * factor;
        return PriceTable.SubscriptionUsd
            + PriceTable.WorkerRequests.CostOf(runs * RequestsPerRun)
            + PriceTable.WorkerCpu.CostOf(runs * CpuMillisecondsPerRun)
            + PriceTable.ObjectRequests.CostOf(runs * ObjectRequestsPerRun)
            + PriceTable.ObjectDuration.CostOf((decimal)Duration.TotalSeconds * factor * ObjectGigabytes)
            + PriceTable.RowsRead.CostOf(runs * RowsReadPerRun)
            + PriceTable.RowsWritten.CostOf(runs * RowsWrittenPerRun)
            + PriceTable.LogsWritten.CostOf(runs * LogGigabytesPerRun);
    }
}
