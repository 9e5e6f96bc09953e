using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Ways of writing a path so that the rules see one thing and the Worker another.</summary>
internal static class PathTricks
{
    private static readonly Stakes OwnStakes = new("A spelling of the path gets past the zone's rules: they guard only the spelling they know.", Cures.Paths);
    private static readonly Stakes Allowed = new("A path below one that passes leads to the agent without Access.", Cures.Access);

    // What stands before the run's path is not one that passes: the rules have to refuse it, however it is read.
    private static readonly (string Id, string Target)[] Closed =
    [
        ("double-slash", "//v1/agent/run"),
        ("inner-double-slash", "/v1//agent/run"),
        ("last-slash", "/v1/agent/run/"),
        ("last-dot", "/v1/agent/run/."),
        ("dot", "/v1/./agent/run"),
        ("dot-dot", "/v1/agent/x/../run"),
        ("encoded-dot", "/v1/%2e/agent/run"),
        ("encoded-dot-dot", "/v1/agent/x/%2e%2e/run"),
        ("encoded-letter", "/v1/agent/%72un"),
        ("encoded-slash", "/v1/agent%2frun"),
        ("doubly-encoded", "/v1/agent%252frun"),
        ("semicolon", "/v1/agent/run;x=1"),
        ("upper-case", "/V1/AGENT/RUN"),
        ("mixed-case", "/v1/Agent/Run"),
        ("null", "/v1/agent/run%00"),
        ("blank", "/v1/agent/run%20"),
        ("line-end", "/v1/agent/run%0d%0aX:y"),
        ("backslash", "/v1\\agent\\run"),
        ("encoded-backslash", "/v1%5cagent%5crun"),
        ("long-utf-8", "/v1/agent%c0%afrun"),
        ("query", "/v1/agent/run?"),
        ("suffix", "/v1/agent/run.json"),
        ("below", "/v1/agent/run/x"),
        ("longer", "/v1/agent/runs"),
        ("root", "/"),
        ("dot-env", "/.env"),
        ("dot-git", "/.git/config"),
    ];

    // What stands before it passes the rules: Access has to refuse it at the latest.
    private static readonly (string Id, string Target)[] Open =
    [
        ("above-cdn-cgi", "/cdn-cgi/../v1/agent/run"),
        ("above-cdn-cgi-encoded", "/cdn-cgi/%2e%2e/v1/agent/run"),
        ("above-admin", "/admin/../v1/agent/run"),
        ("above-admin-encoded", "/admin/..%2fv1/agent/run"),
        ("above-health", "/healthz/../v1/agent/run"),
    ];

    public static IEnumerable<Check> All =>
        [
            .. Closed.Select(p => Attempt($"paths.{p.Id}", $"a run at {p.Target} without credentials", Guard.Edge, OwnStakes, c => c.Run(p.Target), cut: true)),
            .. Open.Select(p => Attempt($"paths.{p.Id}", $"a run at {p.Target} without credentials", Guard.Access, Allowed, c => c.Run(p.Target), cut: true)),
            Attempt(
                "paths.unknown",
                "a path that the agent does not have, with the right credentials",
                Guard.Edge,
                OwnStakes,
                c => c.Run("/v1/agent/verify").Right(c)
            ),
            Attempt("paths.unknown-h2", "the same over HTTP/2", Guard.Edge, OwnStakes, c => c.Run("/v1/agent/verify").Right(c) with { OverHttp2 = true }),
        ];
}
