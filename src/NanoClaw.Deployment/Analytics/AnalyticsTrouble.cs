using NanoClaw.Pricing;

namespace NanoClaw.Deployment.Analytics;

/// <summary>A dataset that did not tell what it was asked for.</summary>
/// <param name="Dataset">As Cloudflare names it.</param>
/// <param name="Items">What is not known therefore.</param>
/// <param name="Failure">Why.</param>
/// <param name="Text">What that means, and what cures it. Nothing of the answer itself is in it.</param>
public sealed record AnalyticsTrouble(string Dataset, IReadOnlyList<CloudItem> Items, AnalyticsFailure Failure, string Text);
