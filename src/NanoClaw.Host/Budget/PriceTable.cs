namespace NanoClaw.Host.Budget;

/// <summary>One line of Cloudflare's bill: so much is in the plan, the rest is paid by the unit.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Included">Units a month in the plan.</param>
/// <param name="UsdPerUnit">For each unit more.</param>
/// <param name="Source">Where the numbers are from.</param>
public sealed record Price(string Name, decimal Included, decimal UsdPerUnit, string Source)
{
    public decimal CostOf(decimal units) => Math.Max(0, units - Included) * UsdPerUnit;
}

/// <summary>Workers Paid, as of November 2026: the one place of these numbers.</summary>
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
}
