using NanoClaw.Verification.Wire;
using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Other hosts than the agent's, and other ways to name it.</summary>
internal static class Hosts
{
    private static readonly Stakes OwnStakes = new("Under another name the agent is reached without the zone's rules, which go by the name.", Cures.Hosts);
    private static readonly Stakes Access = new("Under another name in TLS the agent is reached without Access.", Cures.Access);

    private static readonly WireRoute OtherSni = new(Sni: "example.org");
    private static readonly WireRoute NoSni = new(Sni: "");

    public static IEnumerable<Check> All =>
        [
            Attempt("hosts.other", "another host", Guard.Edge, OwnStakes, c => c.Run().Invented(c) with { Host = "example.org" }, cut: true),
            Attempt("hosts.below", "a host below the agent's", Guard.Edge, OwnStakes, c => c.Run().Invented(c) with { Host = $"verify.{c.Host()}" }, cut: true),
            Attempt(
                "hosts.upper-case",
                "the agent's host in upper case, without credentials",
                Guard.Edge,
                OwnStakes,
                c => c.Run() with { Host = c.Host().ToUpperInvariant() },
                cut: true
            ),
            Attempt(
                "hosts.last-dot",
                "the agent's host with a dot at its end, without credentials",
                Guard.Edge,
                OwnStakes,
                c => c.Run() with { Host = $"{c.Target.Endpoint.Host}." },
                cut: true
            ),
            Attempt(
                "hosts.port",
                "the agent's host with another port, without credentials",
                Guard.Edge,
                OwnStakes,
                c => c.Run() with { Host = $"{c.Target.Endpoint.Host}:81" },
                cut: true
            ),
            Attempt("hosts.none", "no host", Guard.Edge, OwnStakes, c => c.Run().Invented(c) with { Host = null }, cut: true),
            Attempt("hosts.empty", "an empty host", Guard.Edge, OwnStakes, c => c.Run().Invented(c) with { Host = "" }, cut: true),
            Attempt("hosts.address", "an address for a host", Guard.Edge, OwnStakes, c => c.Run().Invented(c) with { Host = "127.0.0.1" }, cut: true),
            Attempt(
                "hosts.user",
                "another host behind the agent's",
                Guard.Edge,
                OwnStakes,
                c => c.Run().Invented(c) with { Host = $"{c.Target.Endpoint.Host}@example.org" },
                cut: true
            ),
            Attempt(
                "hosts.absolute-other",
                "another host in the request line",
                Guard.Edge,
                OwnStakes,
                c => c.Run($"https://example.org{Requests.RunPath}"),
                cut: true
            ),
            Attempt(
                "hosts.absolute",
                "the agent's host in the request line, another in the header, without credentials",
                Guard.Edge,
                OwnStakes,
                c => c.Run($"https://{c.Host()}{Requests.RunPath}") with { Host = "example.org" },
                cut: true
            ),
            Attempt(
                "hosts.forwarded",
                "another host and path in X-Forwarded-Host and X-Original-URL, without credentials",
                Guard.Edge,
                OwnStakes,
                c =>
                    c.Run()
                        .With("X-Forwarded-Host", "localhost")
                        .With("X-Original-URL", Requests.HealthPath)
                        .With("X-Rewrite-URL", Requests.HealthPath)
                        .With("Forwarded", "host=localhost;proto=https")
            ),
            Attempt("hosts.sni", "another name in TLS than in the header", Guard.Access, Access, c => c.Run().Invented(c) with { Route = OtherSni }, cut: true),
            Attempt("hosts.no-sni", "no name in TLS", Guard.Access, Access, c => c.Run().Invented(c) with { Route = NoSni }, cut: true),
        ];
}
