using System.Net;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Requests;

/// <summary>
/// One request as rules see it. Strings are bytes, a character each (<see cref="ByteText"/>).
/// Derived values are made when a rule first asks for them; an instance belongs to one request and is not thread-safe.
/// </summary>
public sealed class RuleRequest
{
    private string? _path;
    private string? _uri;
    private string? _fullUri;
    private RuleValue _headersByName;
    private RuleValue _headerNames;
    private RuleValue _headerValues;
    private RuleValue _cookies;
    private RuleValue _argumentsByName;
    private RuleValue _argumentNames;
    private RuleValue _argumentValues;
    private List<KeyValuePair<string, string>>? _arguments;

    public required string Method { get; init; }

    /// <summary>As the client wrote it, without a port.</summary>
    public required string Host { get; init; }

    /// <summary>As received, starting with a slash.</summary>
    public required string RawPath { get; init; }

    /// <summary>Without its question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary><c>HTTP/1.1</c>, <c>HTTP/2</c> or <c>HTTP/3</c>.</summary>
    public string Version { get; init; } = "HTTP/2";

    public bool Ssl { get; init; } = true;

    /// <summary><c>TLSv1.2</c>, <c>TLSv1.3</c>; empty without TLS.</summary>
    public string TlsVersion { get; init; } = "";

    public IPAddress ClientAddress { get; init; } = IPAddress.Loopback;

    public int ServerPort { get; init; } = 443;

    public DateTimeOffset Timestamp { get; init; }

    /// <summary>ISO 3166-1 alpha-2; <c>XX</c> is Cloudflare's word for unknown.</summary>
    public string Country { get; init; } = "XX";

    public long AsNumber { get; init; }

    public bool VerifiedBot { get; init; }

    public string RayId { get; init; } = "";

    public string ZoneName { get; init; } = "";

    /// <summary>In the order received, a name as often as it came and as it was sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Normalised.</summary>
    public string Path => _path ??= UrlNormalization.Normalize(RawPath);

    public string Uri => _uri ??= WithQuery(Path);

    public string RawUri => WithQuery(RawPath);

    public string FullUri => _fullUri ??= (Ssl ? "https://" : "http://") + Host + Uri;

    public string RawFullUri => (Ssl ? "https://" : "http://") + Host + RawUri;

    public string Extension => ExtensionOf(Path);

    public string RawExtension => ExtensionOf(RawPath);

    public RuleValue HeadersByName =>
        _headersByName.IsMissing ? _headersByName = ByKey(Headers.Select(h => KeyValuePair.Create(ToLower(h.Key), h.Value))) : _headersByName;

    /// <summary>As they were sent; from HTTP/2 on the protocol itself has them in lower case.</summary>
    public RuleValue HeaderNames =>
        _headerNames.IsMissing
            ? _headerNames = ArrayOf(Headers.Select(h => Version.StartsWith("HTTP/1", StringComparison.Ordinal) ? h.Key : ToLower(h.Key)))
            : _headerNames;

    public RuleValue HeaderValues => _headerValues.IsMissing ? _headerValues = ArrayOf(Headers.Select(h => h.Value)) : _headerValues;

    public RuleValue Cookies => _cookies.IsMissing ? _cookies = ByKey(ReadCookies()) : _cookies;

    public RuleValue Arguments => _argumentsByName.IsMissing ? _argumentsByName = ByKey(ArgumentList) : _argumentsByName;

    public RuleValue ArgumentNames => _argumentNames.IsMissing ? _argumentNames = ArrayOf(ArgumentList.Select(a => a.Key)) : _argumentNames;

    public RuleValue ArgumentValues => _argumentValues.IsMissing ? _argumentValues = ArrayOf(ArgumentList.Select(a => a.Value)) : _argumentValues;

    private List<KeyValuePair<string, string>> ArgumentList => _arguments ??= ReadArguments();

    /// <summary>The header's values joined as one, empty where it is absent.</summary>
    /// <param name="header">Its name, in any case.</param>
    public string Header(string header)
    {
        string? first = null;
        foreach (var (name, value) in Headers)
        {
            if (name.Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                first = first is null ? value : first + (header == "cookie" ? "; " : ", ") + value;
            }
        }

        return first ?? "";
    }

    private string WithQuery(string path) => Query.Length == 0 ? path : $"{path}?{Query}";

    // Documented examples: /foo.MP3 is "mp3"; /.mp3, /foo. and /foo are "".
    private static string ExtensionOf(string path)
    {
        var segment = path[(path.LastIndexOf('/') + 1)..];
        var dot = segment.LastIndexOf('.');
        return dot <= 0 ? "" : ToLower(segment[(dot + 1)..]);
    }

    private List<KeyValuePair<string, string>> ReadArguments()
    {
        var arguments = new List<KeyValuePair<string, string>>();
        foreach (var pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            arguments.Add(equals < 0 ? new(pair, "") : new(pair[..equals], pair[(equals + 1)..]));
        }

        return arguments;
    }

    private IEnumerable<KeyValuePair<string, string>> ReadCookies()
    {
        foreach (var pair in Header("cookie").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = pair.IndexOf('=');
            yield return equals < 0
                ? new(PercentEncoding.Decode(pair, plusIsSpace: false), "")
                : new(PercentEncoding.Decode(pair[..equals], plusIsSpace: false), pair[(equals + 1)..]);
        }
    }

    private static RuleValue ByKey(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var map = new Dictionary<string, RuleValue>();
        foreach (var (key, value) in pairs)
        {
            map[key] = map.TryGetValue(key, out var before)
                ? RuleValue.From([.. before.AsArray, RuleValue.From(value)])
                : RuleValue.From([RuleValue.From(value)]);
        }

        return RuleValue.From(map);
    }

    private static RuleValue ArrayOf(IEnumerable<string> values) => RuleValue.From([.. values.Select(RuleValue.From)]);

    private static string ToLower(string text) =>
        !text.AsSpan().ContainsAnyInRange('A', 'Z')
            ? text
            : string.Create(
                text.Length,
                text,
                static (span, source) =>
                {
                    for (var i = 0; i < span.Length; i++)
                    {
                        span[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
                    }
                }
            );
}
