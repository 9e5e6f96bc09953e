using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Edge.RateLimiting;

/// <summary>A rule whose limit was passed, and how long its action still lasts.</summary>
internal sealed record RateLimitVerdict(RateLimitRule Rule, TimeSpan RetryAfter);
