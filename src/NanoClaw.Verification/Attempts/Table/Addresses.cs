using NanoClaw.Verification.Wire;
using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>The Worker's other addresses, which neither the zone's rules nor Access stand before.</summary>
internal static class Addresses
{
    private static readonly Stakes OwnStakes = new(
        "The Worker answers at workers.dev, where neither the zone's rules nor Access stand before it.",
        "Switch off workers.dev and preview addresses, which the program declares so: pulumi up --stack STACK."
    );

    public static IEnumerable<Check> All =>
        [
            Attempt(
                "addresses.workers-dev",
                "/healthz at workers.dev",
                Guard.Edge,
                OwnStakes,
                c => At(c.Get(Requests.HealthPath), c.Target.WorkersDev!),
                WhyNoName,
                cut: true
            ),
            Attempt(
                "addresses.workers-dev-run",
                "a run at workers.dev with a forged JWT",
                Guard.Edge,
                OwnStakes,
                c => At(c.Run().Invented(c).With("Cf-Access-Jwt-Assertion", ForgedJwt.Signed(c)), c.Target.WorkersDev!),
                WhyNoName,
                cut: true
            ),
            Attempt(
                "addresses.workers-dev-host",
                "a run at workers.dev that names the agent's host",
                Guard.Edge,
                OwnStakes,
                c => At(c.Run().Invented(c), c.Target.WorkersDev!).With("X-Forwarded-Host", c.Host()),
                WhyNoName,
                cut: true
            ),
            Attempt(
                "addresses.preview",
                "/healthz at the address of a version",
                Guard.Edge,
                OwnStakes,
                c => At(c.Get(Requests.HealthPath), c.Target.Preview!),
                WhyNoPreview,
                cut: true
            ),
            Attempt(
                "addresses.preview-run",
                "a run at the address of a version",
                Guard.Edge,
                OwnStakes,
                c => At(c.Run().Invented(c), c.Target.Preview!),
                WhyNoPreview,
                cut: true
            ),
        ];

    private static WireRequest At(WireRequest request, string host) => request with { Host = host, Route = new WireRoute(Sni: host, ConnectTo: host) };

    private static string? WhyNoName(VerificationTarget target) =>
        target.WorkersDev is null ? "the Worker's name at workers.dev is not known (--workers-dev HOST, or CLOUDFLARE_API_TOKEN to look it up)" : null;

    private static string? WhyNoPreview(VerificationTarget target) =>
        target.Preview is null ? "the address of a version is not known (--preview HOST, or CLOUDFLARE_API_TOKEN to look it up)" : null;
}
