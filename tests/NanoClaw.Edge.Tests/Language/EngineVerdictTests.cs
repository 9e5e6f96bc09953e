using System.Net;
using System.Text.Json.Nodes;
using NanoClaw.Edge.Language;
using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Tests.Language;

/// <summary>
/// What Cloudflare's engine (wirefilter 0.7.0, built from its source, missing values unequal to nothing) said of generated expressions,
/// many of them slightly damaged: null where it refused one, otherwise a 1 or a 0 for each request.
/// </summary>
public sealed class EngineVerdictTests
{
    [Theory]
    [InlineData("expressions.json")]
    [InlineData("patterns.json")]
    public void Each_expression_is_refused_or_judged_as_by_the_engine(string file)
    {
        var recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Language", "Verdicts", file)))!;
        var requests = recorded["requests"]!.AsArray().Select(request => Request(request!)).ToArray();

        Assert.All(
            recorded["verdicts"]!.AsArray(),
            verdict =>
                Assert.Equal(
                    verdict![1]?.GetValue<string>(),
                    RuleExpression.TryParse(verdict[0]!.GetValue<string>(), out var expression, out _)
                        ? string.Concat(requests.Select(request => expression.IsMatch(request) ? '1' : '0'))
                        : null
                )
        );
    }

    private static RuleRequest Request(JsonNode request) =>
        new()
        {
            Version = "HTTP/1.1",
            Host = ByteText.FromText(request["host"]!.GetValue<string>()),
            Method = request["method"]!.GetValue<string>(),
            RawPath = request["path"]!.GetValue<string>(),
            ClientAddress = IPAddress.Parse(request["address"]!.GetValue<string>()),
            ServerPort = request["port"]!.GetValue<int>(),
            Ssl = request["ssl"]!.GetValue<bool>(),
            VerifiedBot = request["bot"]!.GetValue<bool>(),
            Headers =
            [
                .. request["headers"]!
                    .AsArray()
                    .Select(header => KeyValuePair.Create(header![0]!.GetValue<string>(), ByteText.FromText(header[1]!.GetValue<string>()))),
            ],
        };
}
