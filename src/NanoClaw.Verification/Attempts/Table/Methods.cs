using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Methods that the agent does not have, with the right credentials: the zone's rules have to refuse them.</summary>
internal static class Methods
{
    private static readonly Stakes OwnStakes = new(
        "Methods that the agent does not have get past the zone's rules, and what they do is for the Worker alone to know.",
        Cures.Paths
    );

    private static readonly string[] OtherMethods = ["GET", "HEAD", "PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "post", "NANOCLAW"];

    public static IEnumerable<Check> All =>
        [
            .. OtherMethods.Select(m =>
                Attempt(
                    $"methods.{(m == "post" ? "lower-case" : m.ToLowerInvariant())}",
                    $"{m} at the run's path",
                    Guard.Edge,
                    OwnStakes,
                    c => c.Get(Requests.RunPath, m).Right(c),
                    cut: true
                )
            ),
            Attempt("methods.connect", "CONNECT to another host", Guard.Edge, OwnStakes, c => c.Get("example.org:443", "CONNECT"), cut: true),
            Attempt(
                "methods.override",
                "GET with X-HTTP-Method-Override: POST",
                Guard.Edge,
                OwnStakes,
                c => c.Get(Requests.RunPath).Right(c).With("X-HTTP-Method-Override", "POST").With("X-Method-Override", "POST").With("X-HTTP-Method", "POST")
            ),
            Attempt(
                "methods.override-delete",
                "POST at the notes' path with X-HTTP-Method-Override: DELETE",
                Guard.Edge,
                OwnStakes,
                c => c.Post([], $"{Requests.MemoryPath}?groupFolder={Requests.GroupFolder}").Right(c).With("X-HTTP-Method-Override", "DELETE")
            ),
            Attempt("methods.health-post", "POST at /healthz", Guard.Edge, OwnStakes, c => c.Post([], Requests.HealthPath).Right(c)),
            Attempt(
                "methods.preflight",
                "a page's preflight for a run",
                Guard.Edge,
                OwnStakes,
                c =>
                    c.Get(Requests.RunPath, "OPTIONS")
                        .With("Origin", "https://example.org")
                        .With("Access-Control-Request-Method", "POST")
                        .With("Access-Control-Request-Headers", "authorization")
            ),
        ];
}
