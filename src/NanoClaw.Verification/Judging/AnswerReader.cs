using System.Text.Json;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Judging;

/// <summary>Tells from an answer who gave it: the edge, Access or the Worker.</summary>
internal sealed class AnswerReader(VerificationTarget target)
{
    /// <summary>
    /// The local edge says by this which rule refused. Cloudflare tells nobody but the zone's owner, so of a deployed
    /// one it would prove nothing.
    /// </summary>
    private const string LocalRule = "x-local-edge-rule";

    private static readonly HashSet<string> IdentityCodes = new(StringComparer.Ordinal)
    {
        "host_not_allowed",
        "https_required",
        "not_found",
        "method_not_allowed",
        "unauthorized",
        "access_denied",
    };

    private static readonly HashSet<string> ContractCodes = new(StringComparer.Ordinal)
    {
        "unsupported_media_type",
        "body_too_large",
        "invalid_json",
        "invalid_request",
        "run_conflict",
        "run_unknown",
        "session_unknown",
    };

    private static readonly HashSet<string> LimitCodes = new(StringComparer.Ordinal) { "rate_limited", "group_busy", "run_cap_reached" };

    public Answerer Read(WireAnswer answer)
    {
        if (target.IsLocal && answer.Header(LocalRule) is { Length: > 0 } rule)
        {
            return OfLocalEdge(answer, rule);
        }

        if (IsAccess(answer))
        {
            return new(Guard.Access, "Access", AnswerKind.Refusal);
        }

        if (ErrorOf(answer) is var (code, message))
        {
            return OfCode(answer, code, message);
        }

        if (IsOfAdminPage(answer))
        {
            return new(Guard.Worker, "Worker (admin page)", AnswerKind.Refusal);
        }

        return answer.Status switch
        {
            >= 200 and < 300 => new(null, "", AnswerKind.Success),
            301 or 302 or 303 or 307 or 308 when LeadsToHttps(answer) => new(Guard.Transport, "redirect to HTTPS", AnswerKind.Refusal),
            429 => new(Guard.Edge, "rate limit", AnswerKind.Limit),

            // A block of the zone's rules is a 403 below Pro, so a bare 401 is Access's.
            401 => new(Guard.Access, "Access", AnswerKind.Refusal),
            >= 400 and < 500 => new(Guard.Edge, "edge", AnswerKind.Refusal),
            501 or 505 or 530 => new(Guard.Edge, "edge", AnswerKind.Refusal),
            _ => new(null, "", AnswerKind.Fault),
        };
    }

    private static Answerer OfLocalEdge(WireAnswer answer, string rule) =>
        rule switch
        {
            _ when answer.Status == 429 => new(Guard.Edge, $"rule {Word(rule)}", AnswerKind.Limit),
            "always_use_https" => new(Guard.Transport, "redirect to HTTPS", AnswerKind.Refusal),
            _ when rule.StartsWith("access", StringComparison.Ordinal) => new(Guard.Access, "Access", AnswerKind.Refusal),
            _ when rule.StartsWith("worker/", StringComparison.Ordinal) => new(null, "", AnswerKind.Fault),
            "unknown_hostname" or "workers_dev" or "request_body" => new(Guard.Edge, $"edge ({rule})", AnswerKind.Refusal),
            _ => new(Guard.Edge, $"rule {Word(rule)}", AnswerKind.Refusal),
        };

    private static Answerer OfCode(WireAnswer answer, string code, string message) =>
        code switch
        {
            // From the Pro plan on a rule refuses in the contract's form; its words are its own.
            _ when EdgeRefusals.Of(code, message) is { } rule => new(Guard.Edge, $"rule {rule}", answer.Status == 429 ? AnswerKind.Limit : AnswerKind.Refusal)
            {
                Code = code,
            },
            _ when IdentityCodes.Contains(code) => new(Guard.Worker, $"Worker ({code})", AnswerKind.Refusal) { Code = code },
            _ when ContractCodes.Contains(code) => new(Guard.Contract, $"Worker ({code})", AnswerKind.Refusal) { Code = code },
            _ when LimitCodes.Contains(code) => new(null, $"Worker ({code})", AnswerKind.Limit) { Code = code },
            _ => new(null, $"Worker ({CodeWord(code)})", AnswerKind.Fault) { Code = code },
        };

    private static bool IsAccess(WireAnswer answer) =>
        answer.Header("cf-access-aud") is not null
        || answer.Header("cf-access-domain") is not null
        || answer.Header("www-authenticate")?.StartsWith("Cloudflare-Access", StringComparison.OrdinalIgnoreCase) == true
        || (
            answer.Status is 302 or 303
            && answer.Header("location") is { } location
            && (location.Contains("/cdn-cgi/access/login", StringComparison.Ordinal) || location.Contains(".cloudflareaccess.com/", StringComparison.Ordinal))
        );

    /// <summary>Whoever reads this has passed Access: the page's own Worker said no.</summary>
    private static bool IsOfAdminPage(WireAnswer answer) =>
        answer.Status >= 400 && answer.HasMediaType("text/html") && answer.Body.Contains("<title>Not shown", StringComparison.Ordinal);

    private bool LeadsToHttps(WireAnswer answer) =>
        Uri.TryCreate(answer.Header("location"), UriKind.Absolute, out var location)
        && location.Scheme == Uri.UriSchemeHttps
        && location.IdnHost.Equals(target.Endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static (string Code, string Message)? ErrorOf(WireAnswer answer)
    {
        if (answer.Status < 400 || !answer.HasMediaType("application/json"))
        {
            return null;
        }

        try
        {
            using var body = JsonDocument.Parse(answer.Body);
            return
                body.RootElement.TryGetProperty("error", out var error)
                && error.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String
                && error.TryGetProperty("message", out var message)
                && message.ValueKind == JsonValueKind.String
                ? (code.GetString()!, message.GetString()!)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Only what has the form of the contract's codes is told: a server may echo what it was sent.
    private static string CodeWord(string code) => code.Length is > 0 and <= 32 && code.All(c => char.IsAsciiLetterLower(c) || c == '_') ? code : "?";

    // The local edge's own word, as far as it is a name.
    private static string Word(string text) => text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/' or '.') ? text : "?";
}
