using System.Net;
using BenchmarkDotNet.Attributes;
using NanoClaw.Edge.Language;
using NanoClaw.Edge.Requests;

namespace NanoClaw.Edge.Bench;

/// <summary>Evaluations of one expression against one request, beside the same condition written in C#.</summary>
[MemoryDiagnoser]
public class RuleEvaluationBenchmarks
{
    public const string PathRule =
        """lower(http.host) in {"agent.example.com" "agent-dev.example.com"} and not (http.request.uri.path eq "/v1/agent/run" and http.request.method eq "POST")""";

    public const string HeaderRule = """http.request.uri.path eq "/v1/agent/run" and not len(http.request.headers["cf-access-client-id"]) gt 0""";

    public const string RegexRule = """http.request.uri.path matches "^/v[0-9]+/agent/(run|stop)$" """;

    /// <summary>The first with a field that does not exist, at its end.</summary>
    public const string RefusedRule =
        """lower(http.host) in {"agent.example.com" "agent-dev.example.com"} and not (http.request.uri.path eq "/v1/agent/run" and http.request.methods eq "POST")""";

    private readonly RuleExpression _path = RuleExpression.Parse(PathRule);
    private readonly RuleExpression _header = RuleExpression.Parse(HeaderRule);
    private readonly RuleExpression _address = RuleExpression.Parse("""ip.src in {192.0.2.0/24 198.51.100.0/24 2001:db8::/32}""");
    private readonly RuleExpression _wildcard = RuleExpression.Parse("""http.request.full_uri wildcard "https://*.example.com/v1/*/run" """);
    private readonly RuleExpression _regex = RuleExpression.Parse(RegexRule);
    private readonly RuleRequest _request = CreateRequest();

    public static RuleRequest CreateRequest() =>
        new()
        {
            Method = "POST",
            Host = "agent.example.com",
            RawPath = "/v1/agent/run",
            ClientAddress = IPAddress.Parse("203.0.113.7"),
            Headers =
            [
                new("accept", "text/event-stream"),
                new("content-type", "application/json"),
                new("user-agent", "NanoClaw/1.0"),
                new("authorization", "Bearer x"),
                new("cf-access-client-id", "id"),
                new("cf-access-client-secret", "secret"),
            ],
        };

    [Benchmark(Baseline = true)]
    public bool PathInCSharp() =>
        _request.Host.ToLowerInvariant() is "agent.example.com" or "agent-dev.example.com" && !(_request.Path == "/v1/agent/run" && _request.Method == "POST");

    [Benchmark]
    public bool Path() => _path.IsMatch(_request);

    [Benchmark]
    public bool Header() => _header.IsMatch(_request);

    [Benchmark]
    public bool Address() => _address.IsMatch(_request);

    [Benchmark]
    public bool Wildcard() => _wildcard.IsMatch(_request);

    [Benchmark]
    public bool Regex() => _regex.IsMatch(_request);

    [Benchmark]
    public bool Parse() => RuleExpression.TryParse(PathRule, out _, out _);

    [Benchmark]
    public bool ParseRegex() => RuleExpression.TryParse(RegexRule, out _, out _);

    [Benchmark]
    public bool Refuse() => !RuleExpression.TryParse(RefusedRule, out _, out var error) && error.Message.Length > 0;
}
