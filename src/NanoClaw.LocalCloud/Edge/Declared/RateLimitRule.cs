using NanoClaw.Edge.Language;
using NanoClaw.Edge.Requests;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>A rule of the phase <c>http_ratelimit</c>.</summary>
/// <param name="Reference">Its ref.</param>
/// <param name="Action">What happens to those above the limit.</param>
/// <param name="Expression">Whom it concerns.</param>
/// <param name="Counting">What is counted; the expression itself unless declared otherwise.</param>
/// <param name="Key">The values whose combination has a counter of its own.</param>
/// <param name="Period">The window that is counted in.</param>
/// <param name="Requests">How many a window lets through.</param>
/// <param name="MitigationTimeout">How long the action lasts; zero: to the window's end.</param>
internal sealed record RateLimitRule(
    string Reference,
    RuleAction Action,
    RuleExpression Expression,
    RuleExpression Counting,
    Func<RuleRequest, string> Key,
    TimeSpan Period,
    int Requests,
    TimeSpan MitigationTimeout
)
{
    public DeclaredResponse? Response { get; init; }
}
