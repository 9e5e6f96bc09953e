using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Runs without credentials, and with one layer's alone.</summary>
internal static class MissingCredentials
{
    private static readonly Stakes OwnStakes = new(
        "Requests without credentials get past the zone's rules: each costs an invocation, and one layer fewer stands before the agent.",
        Cures.Credentials
    );

    private static readonly Stakes Health = new("Whoever knows the hostname can reach the Worker: Access does not guard it.", Cures.Access);

    public static IEnumerable<Check> All =>
        [
            Attempt("credentials.none", "a run without credentials", Guard.Edge, OwnStakes, c => c.Run()),
            Attempt("credentials.none-h2", "the same over HTTP/2", Guard.Edge, OwnStakes, c => c.Run() with { OverHttp2 = true }),
            Attempt("credentials.bearer-alone", "the right bearer token without a service token", Guard.Edge, OwnStakes, c => c.Run().RightBearer(c)),
            Attempt("credentials.bearer-alone-h2", "the same over HTTP/2", Guard.Edge, OwnStakes, c => c.Run().RightBearer(c) with { OverHttp2 = true }),
            Attempt("credentials.service-alone", "the right service token without a bearer token", Guard.Edge, OwnStakes, c => c.Run().RightService(c)),
            Attempt("credentials.service-alone-h2", "the same over HTTP/2", Guard.Edge, OwnStakes, c => c.Run().RightService(c) with { OverHttp2 = true }),
            Attempt(
                "credentials.without-id",
                "a service token without its id",
                Guard.Edge,
                OwnStakes,
                c => c.Run().RightBearer(c).With("CF-Access-Client-Secret", c.Target.Credentials.AccessClientSecret ?? "")
            ),
            Attempt(
                "credentials.without-secret",
                "a service token without its secret",
                Guard.Edge,
                OwnStakes,
                c => c.Run().RightBearer(c).With("CF-Access-Client-Id", c.Target.Credentials.AccessClientId ?? "")
            ),
            Attempt(
                "credentials.bearer-in-query",
                "a bearer token in the address",
                Guard.Edge,
                OwnStakes,
                c => c.Run($"{Requests.RunPath}?access_token={c.MadeUp.Token}").RightService(c)
            ),
            Attempt(
                "credentials.bearer-in-cookie",
                "the right bearer token as a cookie",
                Guard.Edge,
                OwnStakes,
                c => c.Run().RightService(c).With("Cookie", $"Authorization=Bearer {c.Target.Credentials.Token}")
            ),
            Attempt(
                "credentials.empty",
                "three empty headers",
                Guard.Access,
                new(Health.Wrong, Cures.Access),
                c => c.Run().Service("", "").With("Authorization", "")
            ),
            Attempt("credentials.health-none", "/healthz without a service token", Guard.Access, Health, c => c.Get(Requests.HealthPath)),
            Attempt(
                "credentials.health-bearer",
                "/healthz with the bearer token instead",
                Guard.Access,
                Health,
                c => c.Get(Requests.HealthPath).RightBearer(c)
            ),
            Attempt(
                "credentials.health-invented",
                "/healthz with an invented service token",
                Guard.Access,
                Health,
                c => c.Get(Requests.HealthPath).Invented(c)
            ),
        ];
}
