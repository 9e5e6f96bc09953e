using System.Collections.Frozen;
using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;
using static NanoClaw.Edge.Language.RuleType;

namespace NanoClaw.Edge.Language;

/// <summary>
/// The fields an expression may use on this machine, with their types.
/// Source: https://developers.cloudflare.com/ruleset-engine/rules-language/fields/reference/.
/// </summary>
public static class FieldTable
{
    private static readonly RuleType Strings = ArrayOf(RuleType.Text);
    private static readonly RuleType StringsByKey = MapOf(Strings);

    private static readonly RuleField[] Fields =
    [
        Text("http.cookie", "the Cookie header", r => r.Header("cookie")),
        Text("http.host", "the Host header or :authority, without a port", r => r.Host),
        Text("http.referer", "the Referer header", r => r.Header("referer")),
        Text("http.user_agent", "the User-Agent header", r => r.Header("user-agent")),
        Text("http.x_forwarded_for", "the X-Forwarded-For header as the client sent it", r => r.Header("x-forwarded-for")),
        Text("http.request.full_uri", "scheme, host and URI, without a port", r => r.FullUri),
        Text("http.request.method", "the request line", r => r.Method),
        Text("http.request.uri", "path and query, normalised", r => r.Uri),
        Text("http.request.uri.path", "the path, normalised", r => r.Path),
        Text("http.request.uri.path.extension", "the path's last segment", r => r.Extension),
        Text("http.request.uri.query", "the query, without its ?", r => r.Query),
        Text("http.request.version", "the connection's protocol", r => r.Version),
        Text("raw.http.request.full_uri", "scheme, host and URI as received", r => r.RawFullUri),
        Text("raw.http.request.uri", "path and query as received", r => r.RawUri),
        Text("raw.http.request.uri.path", "the path as received", r => r.RawPath),
        Text("raw.http.request.uri.path.extension", "the received path's last segment", r => r.RawExtension),
        Text("raw.http.request.uri.query", "the query as received", r => r.Query),
        new("http.request.headers", StringsByKey, "the headers, by lower-case name", r => r.HeadersByName),
        new("http.request.headers.names", Strings, "the headers' names as they were sent: in lower case from HTTP/2 on only", r => r.HeaderNames),
        new("http.request.headers.values", Strings, "the headers' values, in order", r => r.HeaderValues),
        Flag("http.request.headers.truncated", "always false: no header is dropped here", _ => false),
        new("http.request.cookies", StringsByKey, "the Cookie header", r => r.Cookies),
        new("http.request.uri.args", StringsByKey, "the query's arguments", r => r.Arguments),
        new("http.request.uri.args.names", Strings, "the names of the query's arguments, in order", r => r.ArgumentNames),
        new("http.request.uri.args.values", Strings, "the values of the query's arguments, in order", r => r.ArgumentValues),
        Number("http.request.timestamp.sec", "the clock, in Unix seconds", r => r.Timestamp.ToUnixTimeSeconds()),
        Number("http.request.timestamp.msec", "the clock's milliseconds, 0-999", r => r.Timestamp.Millisecond),
        new("ip.src", Ip, "the connection's remote address", r => RuleValue.From(r.ClientAddress)),
        Text("ip.src.country", "XX (unknown), or what a test gives", r => r.Country),
        Text("ip.geoip.country", "XX (unknown), or what a test gives", r => r.Country),
        Number("ip.src.asnum", "0, or what a test gives", r => r.AsNumber),
        Number("ip.geoip.asnum", "0, or what a test gives", r => r.AsNumber),
        Flag("ssl", "whether the connection is TLS", r => r.Ssl),
        Text("cf.tls_version", "the connection's TLS version, such as TLSv1.3; empty without TLS", r => r.TlsVersion),
        Number("cf.edge.server_port", "443 with TLS and 80 without: the ports the declared edge stands for", r => r.ServerPort),
        Text("cf.ray_id", "the request's cf-ray, without the place", r => r.RayId),
        Text("cf.zone.name", "the zone given to the edge, or empty", r => r.ZoneName),
        Flag("cf.client.bot", "false, or what a test gives", r => r.VerifiedBot),
        Flag("cf.bot_management.verified_bot", "false, or what a test gives", r => r.VerifiedBot),
    ];

    private static readonly FrozenDictionary<string, RuleField>.AlternateLookup<ReadOnlySpan<char>> BySpan = Fields
        .ToFrozenDictionary(f => f.Name, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    // Known to Cloudflare, without a value that would mean anything on this machine.
    private static readonly FrozenSet<string> NotReproduced = new[]
    {
        "cf.bot_management.score",
        "cf.bot_management.static_resource",
        "cf.bot_management.corporate_proxy",
        "cf.bot_management.ja3_hash",
        "cf.bot_management.ja4",
        "cf.bot_management.js_detection.passed",
        "cf.bot_management.detection_ids",
        "cf.verified_bot_category",
        "cf.threat_score",
        "cf.waf.score",
        "cf.waf.score.class",
        "cf.waf.score.sqli",
        "cf.waf.score.xss",
        "cf.waf.score.rce",
        "cf.tls_client_auth.cert_verified",
        "cf.tls_client_auth.cert_presented",
        "cf.tls_client_auth.cert_revoked",
        "cf.tls_cipher",
        "cf.colo.id",
        "cf.colo.name",
        "cf.edge.server_ip",
        "cf.hostname.metadata",
        "cf.random_seed",
        "cf.worker.upstream_zone",
        "http.request.body.raw",
        "http.request.body.size",
        "http.request.body.mime",
        "http.request.body.form",
        "http.request.body.truncated",
        "ip.src.city",
        "ip.src.continent",
        "ip.src.region",
        "ip.src.region_code",
        "ip.src.lat",
        "ip.src.lon",
        "ip.src.postal_code",
        "ip.src.subdivision_1_iso_code",
        "ip.src.is_in_european_union",
        "ip.geoip.continent",
    }.ToFrozenSet();

    public static IReadOnlyList<RuleField> All => Fields;

    public static IReadOnlyList<string> Names { get; } = [.. Fields.Select(field => field.Name)];

    public static bool TryGet(ReadOnlySpan<char> name, out RuleField field) => BySpan.TryGetValue(name, out field!);

    /// <summary>Whether Cloudflare has this field and this machine has not.</summary>
    public static bool IsNotReproduced(string name) => NotReproduced.Contains(name);

    private static RuleField Text(string name, string source, Func<RuleRequest, string> read) => new(name, RuleType.Text, source, r => RuleValue.From(read(r)));

    private static RuleField Number(string name, string source, Func<RuleRequest, long> read) =>
        new(name, RuleType.Number, source, r => RuleValue.From(read(r)));

    private static RuleField Flag(string name, string source, Func<RuleRequest, bool> read) =>
        new(name, RuleType.Boolean, source, r => RuleValue.From(read(r)));
}
