using NanoClaw.Pricing;

namespace NanoClaw.Cost;

/// <summary>
/// What runs use of Cloudflare, as far as a ledger at home can tell: an estimate on the safe side. Not part of it: what a
/// person declares beside the Worker (D1, R2, Workers AI), and the model's tokens, which are on another bill.
/// </summary>
public static class UseOfRuns
{
    /// <summary>GB that an object is billed at while a request is open.</summary>
    private const decimal ObjectGigabytes = 0.128m;

    /// <summary>A run, and room for its resumptions.</summary>
    private const decimal Requests = 2;

    /// <summary>Group object and run caps.</summary>
    private const decimal ObjectRequests = 4;

    /// <summary>The limit of a Worker on the free plan; measured runs use less.</summary>
    private const decimal CpuMilliseconds = 10;

    /// <summary>The run, its events and its history.</summary>
    private const decimal RowsWritten = 200;

    /// <summary>A session at its longest, in each of a run's steps.</summary>
    private const decimal RowsRead = 20_000;

    /// <summary>Every line of a run, were each of them kept, and for a month.</summary>
    private const decimal LogGigabytes = 0.000_1m;

    /// <summary>Sessions at their longest, notes, and the runs of a day.</summary>
    private const decimal GroupGigabytes = 0.02m;

    /// <summary>The use of so many runs.</summary>
    /// <param name="runs">How many.</param>
    /// <param name="duration">How long they took, all in all.</param>
    /// <param name="groupMonths">For how long groups were kept: one group for a whole month is 1.</param>
    public static CloudUse Of(decimal runs, TimeSpan duration, decimal groupMonths) =>
        new(
            new Dictionary<CloudItem, decimal>
            {
                [CloudItem.WorkerRequests] = runs * Requests,
                [CloudItem.WorkerCpu] = runs * CpuMilliseconds,
                [CloudItem.ObjectRequests] = runs * ObjectRequests,
                [CloudItem.ObjectDuration] = (decimal)duration.TotalSeconds * ObjectGigabytes,
                [CloudItem.RowsRead] = runs * RowsRead,
                [CloudItem.RowsWritten] = runs * RowsWritten,
                [CloudItem.Stored] = groupMonths * GroupGigabytes,
                [CloudItem.LogsWritten] = runs * LogGigabytes,
                [CloudItem.LogsKept] = runs * LogGigabytes,
            }
        );
}
