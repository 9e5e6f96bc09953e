using NanoClaw.Pricing;

namespace NanoClaw.Cost.Comparing;

/// <summary>What Cloudflare measured of the account in a month so far.</summary>
/// <param name="Units">By item; what could not be asked is not in it.</param>
/// <param name="RequestsByWorker">Requests of each Worker of the account.</param>
public sealed record MeasuredUse(IReadOnlyDictionary<CloudItem, decimal> Units, IReadOnlyDictionary<string, decimal> RequestsByWorker);
