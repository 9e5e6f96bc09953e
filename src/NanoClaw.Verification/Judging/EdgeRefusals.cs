namespace NanoClaw.Verification.Judging;

/// <summary>What the zone's rules answer from the Pro plan on. A test holds it together with what the infra program declares.</summary>
internal static class EdgeRefusals
{
    public static IReadOnlyList<(string Rule, string Code, string Message)> All { get; } =
    [
        ("nanoclaw_https_only", "https_required", "Use HTTPS."),
        ("nanoclaw_unknown_host", "host_not_allowed", "No agent answers here."),
        ("nanoclaw_known_paths", "not_found", "No such method and path."),
        ("nanoclaw_credentials", "unauthorized", "Credentials are missing."),
        ("nanoclaw_rate_limit", "rate_limited", "Too many requests."),
        ("nanoclaw_token_rate_limit", "rate_limited", "Too many requests with this token."),
    ];

    /// <summary>The rule that answers so, or null.</summary>
    public static string? Of(string code, string message) => All.FirstOrDefault(r => r.Code == code && r.Message == message).Rule;
}
