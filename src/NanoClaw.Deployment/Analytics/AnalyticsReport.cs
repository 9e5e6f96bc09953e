using NanoClaw.Pricing;

namespace NanoClaw.Deployment.Analytics;

/// <summary>What an account used, as Cloudflare measured it.</summary>
/// <param name="Units">By item; what could not be asked is not in it.</param>
/// <param name="RequestsByWorker">Requests of each Worker.</param>
/// <param name="Troubles">What could not be asked, and why.</param>
public sealed record AnalyticsReport(
    IReadOnlyDictionary<CloudItem, decimal> Units,
    IReadOnlyDictionary<string, decimal> RequestsByWorker,
    IReadOnlyList<AnalyticsTrouble> Troubles
);
