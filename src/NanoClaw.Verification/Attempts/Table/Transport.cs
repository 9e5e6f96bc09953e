using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Plain HTTP, old versions of TLS, and the header that keeps browsers from the former.</summary>
internal static class Transport
{
    private static readonly Stakes Plain = new("The agent is reached by plain HTTP: credentials that are sent so can be read on the way.", Cures.Transport);
    private static readonly Stakes TlsStakes = new("Versions of TLS are spoken that are known to be broken.", Cures.Transport);
    private static readonly Stakes Hsts = new("A browser that once came by HTTPS may be led to plain HTTP.", Cures.Transport);

    public static IEnumerable<Check> All =>
        [
            Attempt(
                "transport.plain-health",
                "/healthz by plain HTTP",
                Guard.Edge,
                Plain,
                c => c.Get(Requests.HealthPath) with { Route = Wire.WireRoute.Plain, Host = c.Target.Endpoint.Host },
                cut: true
            ),
            Attempt(
                "transport.plain-run",
                "a run by plain HTTP, with invented credentials",
                Guard.Edge,
                Plain,
                c => c.Run().Invented(c) with { Route = Wire.WireRoute.Plain, Host = c.Target.Endpoint.Host },
                cut: true
            ),
            Attempt(
                "transport.plain-forwarded",
                "a run by plain HTTP that says it came by HTTPS",
                Guard.Edge,
                Plain,
                c =>
                    c.Run().Invented(c).With("X-Forwarded-Proto", "https").With("Cf-Visitor", """{"scheme":"https"}""") with
                    {
                        Route = Wire.WireRoute.Plain,
                        Host = c.Target.Endpoint.Host,
                    },
                cut: true
            ),
            Tls("ssl-3", "SSL 3.0", 0x0300),
            Tls("tls-1.0", "TLS 1.0", 0x0301),
            Tls("tls-1.1", "TLS 1.1", 0x0302),
            new HstsCheck
            {
                Id = "transport.hsts",
                Name = "HSTS over HTTP/1.1",
                Stakes = Hsts,
            },
            new HstsCheck
            {
                Id = "transport.hsts-h2",
                Name = "HSTS over HTTP/2",
                Stakes = Hsts,
                OverHttp2 = true,
            },
        ];

    private static TlsAttempt Tls(string id, string name, ushort version) =>
        new()
        {
            Id = $"transport.{id}",
            Name = $"an agreement on {name}",
            Stakes = TlsStakes,
            Version = version,
            Calls = 2,
        };
}
