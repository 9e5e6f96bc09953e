using System.Collections.Frozen;

namespace NanoClaw.Pricing;

/// <summary>What Cloudflare asks for Workers Paid and for a zone: the one place of these numbers.</summary>
public static class PriceTable
{
    private const decimal Million = 1_000_000m;
    private const string Workers = "https://developers.cloudflare.com/workers/platform/pricing/";
    private const string DurableObjects = "https://developers.cloudflare.com/durable-objects/platform/pricing/";
    private const string R2 = "https://developers.cloudflare.com/r2/pricing/";
    private const string D1 = "https://developers.cloudflare.com/d1/platform/pricing/";
    private const string Kv = "https://developers.cloudflare.com/kv/platform/pricing/";
    private static readonly DateOnly LookedUp = new(2026, 11, 26);

    /// <summary>The subscription, for the account and all its environments: Workers Paid (see <see cref="Workers"/>).</summary>
    public const decimal SubscriptionUsd = 5m;

    public static IReadOnlyList<Price> Rows { get; } =
    [
        new(CloudItem.WorkerRequests, "Worker requests", "", 10 * Million, 0.30m / Million, "100,000 a day", Workers, LookedUp),
        new(CloudItem.WorkerCpu, "Worker CPU", "ms", 30 * Million, 0.02m / Million, "10 ms an invocation", Workers, LookedUp),
        new(CloudItem.ObjectRequests, "Durable Object requests", "", Million, 0.15m / Million, "100,000 a day", DurableObjects, LookedUp),
        new(CloudItem.ObjectDuration, "Durable Object duration", "GB-s", 400_000m, 12.50m / Million, "13,000 GB-s a day", DurableObjects, LookedUp),
        new(CloudItem.RowsRead, "Durable Object rows read", "", 25_000 * Million, 0.001m / Million, "5 million a day", DurableObjects, LookedUp),
        new(CloudItem.RowsWritten, "Durable Object rows written", "", 50 * Million, 1.00m / Million, "100,000 a day", DurableObjects, LookedUp),
        new(CloudItem.Stored, "Durable Object storage", "GB-months", 5m, 0.20m, "5 GB", DurableObjects, LookedUp),
        // As of 2026-12-01.
        new(CloudItem.LogsWritten, "Workers logs written", "GB", 50m, 0.25m, "0.5 GB a day", Workers, LookedUp),
        new(CloudItem.LogsKept, "Workers logs kept", "GB-months", 12m, 0.10m, "in what is written", Workers, LookedUp),
        new(CloudItem.R2Stored, "R2 storage", "GB-months", 10m, 0.015m, "10 GB", R2, LookedUp),
        new(CloudItem.R2Writes, "R2 writes (class A)", "", Million, 4.50m / Million, "1 million a month", R2, LookedUp),
        new(CloudItem.R2Reads, "R2 reads (class B)", "", 10 * Million, 0.36m / Million, "10 million a month", R2, LookedUp),
        new(CloudItem.D1RowsRead, "D1 rows read", "", 25_000 * Million, 0.001m / Million, "5 million a day", D1, LookedUp),
        new(CloudItem.D1RowsWritten, "D1 rows written", "", 50 * Million, 1.00m / Million, "100,000 a day", D1, LookedUp),
        new(CloudItem.D1Stored, "D1 storage", "GB-months", 5m, 0.75m, "5 GB", D1, LookedUp),
        new(CloudItem.KvReads, "KV reads", "", 10 * Million, 0.50m / Million, "100,000 a day", Kv, LookedUp),
        new(CloudItem.KvWrites, "KV writes", "", Million, 5.00m / Million, "1,000 a day", Kv, LookedUp),
        new(CloudItem.KvStored, "KV storage", "GB-months", 1m, 0.50m, "1 GB", Kv, LookedUp),
    ];

    private static readonly FrozenDictionary<CloudItem, Price> ByItem = Rows.ToFrozenDictionary(row => row.Item);

    /// <summary>The zone's plans with a listed price, a month by the month; by the year it is a fifth less.</summary>
    public static IReadOnlyList<ZonePrice> Zones { get; } =
    [
        new("free", 0m, "https://www.cloudflare.com/plans/", LookedUp),
        new("pro", 25m, "https://www.cloudflare.com/plans/", LookedUp),
        new("business", 250m, "https://www.cloudflare.com/plans/", LookedUp),
    ];

    /// <summary>The price of an item.</summary>
    public static Price Of(CloudItem item) => ByItem[item];

    /// <summary>A zone's plan a month, by its name in any case; null where it is agreed on, not listed.</summary>
    public static decimal? ZoneUsd(string plan) => Zones.FirstOrDefault(zone => zone.Plan.Equals(plan, StringComparison.OrdinalIgnoreCase))?.UsdPerMonth;
}
