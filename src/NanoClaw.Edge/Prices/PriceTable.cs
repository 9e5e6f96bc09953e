using NanoClaw.Edge.Plans;

namespace NanoClaw.Edge.Prices;

/// <summary>What Cloudflare asks for Workers Paid and for a zone, as of November 2026: the one place of these numbers.</summary>
public static class PriceTable
{
    private const string Workers = "https://developers.cloudflare.com/workers/platform/pricing/";
    private const string DurableObjects = "https://developers.cloudflare.com/durable-objects/platform/pricing/";

    /// <summary>The subscription, for the account and all its environments.</summary>
    public const decimal SubscriptionUsd = 5m;

    public static Price WorkerRequests { get; } = new("Worker requests", 10_000_000m, 0.30m / 1_000_000m, Workers);

    /// <summary>In milliseconds.</summary>
    public static Price WorkerCpu { get; } = new("Worker CPU", 30_000_000m, 0.02m / 1_000_000m, Workers);

    public static Price ObjectRequests { get; } = new("Durable Object requests", 1_000_000m, 0.15m / 1_000_000m, DurableObjects);

    /// <summary>In GB-seconds; an object is billed at 128 MB.</summary>
    public static Price ObjectDuration { get; } = new("Durable Object duration", 400_000m, 12.50m / 1_000_000m, DurableObjects);

    public static Price RowsRead { get; } = new("Durable Object rows read", 25_000_000_000m, 0.001m / 1_000_000m, DurableObjects);

    public static Price RowsWritten { get; } = new("Durable Object rows written", 50_000_000m, 1.00m / 1_000_000m, DurableObjects);

    /// <summary>In GB, as of December 2026.</summary>
    public static Price LogsWritten { get; } = new("Workers logs written", 50m, 0.25m, Workers);

    /// <summary>A zone's plan, a month by the month; null where it is agreed on, not listed.</summary>
    public static decimal? ZoneUsd(ZonePlan plan) => plan switch
    {
        // https://www.cloudflare.com/plans/; by the year it is a fifth less.
        ZonePlan.Free => 0m,
        ZonePlan.Pro => 25m,
        ZonePlan.Business => 250m,
        _ => null,
    };
}
