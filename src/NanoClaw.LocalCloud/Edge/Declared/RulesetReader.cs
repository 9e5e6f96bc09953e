using System.Text.Json.Nodes;
using NanoClaw.Edge.Language;
using NanoClaw.Edge.Requests;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>Reads rulesets, phase by phase.</summary>
internal sealed class RulesetReader(List<string> problems, List<string> notReproduced)
{
    public const string CustomPhase = "http_request_firewall_custom";
    public const string RateLimitPhase = "http_ratelimit";

    private const string HeaderPrefix = "http.request.headers[\"";

    private readonly List<CustomRule> _customRules = [];
    private readonly List<RateLimitRule> _rateLimits = [];

    public IReadOnlyList<CustomRule> CustomRules => _customRules;

    public IReadOnlyList<RateLimitRule> RateLimits => _rateLimits;

    public void Read(DeclaredResource ruleset)
    {
        var phase = ruleset.Inputs.Text("phase");
        if (phase is not (CustomPhase or RateLimitPhase))
        {
            notReproduced.Add($"{ruleset.Name}: rules of the phase {phase}");
            return;
        }

        var position = 0;
        foreach (var rule in ruleset.Inputs.Objects("rules"))
        {
            position++;
            var reference = rule.Text("ref") ?? $"{ruleset.Name}[{position}]";
            if (rule.Flag("enabled") == false)
            {
                continue;
            }

            if (Expression(ruleset.Name, reference, rule.Text("expression") ?? "") is { } expression)
            {
                Add(phase, ruleset.Name, reference, rule, expression);
            }
        }
    }

    private void Add(string phase, string ruleset, string reference, JsonObject rule, RuleExpression expression)
    {
        var action = rule.Text("action") switch
        {
            "block" => RuleAction.Block,
            "managed_challenge" or "js_challenge" or "challenge" => RuleAction.Challenge,
            "skip" => RuleAction.Skip,
            "log" => RuleAction.Log,
            _ => (RuleAction?)null,
        };
        if (action is null)
        {
            problems.Add(
                $"{ruleset}, rule {reference}: the action {rule.Text("action")} is not reproduced on this machine; block, managed_challenge, skip and log are"
            );
            return;
        }

        if (phase == RateLimitPhase)
        {
            AddRateLimit(ruleset, reference, rule, action.Value, expression);
            return;
        }

        var parameters = rule["actionParameters"];
        if (parameters.Texts("products").Any())
        {
            notReproduced.Add($"{ruleset}, rule {reference}: skipping products");
        }

        _customRules.Add(
            new CustomRule(reference, action.Value, expression)
            {
                Response = Response(parameters),
                SkipsRest = parameters.Text("ruleset") == "current",
                SkippedPhases = [.. parameters.Texts("phases")],
            }
        );
    }

    private void AddRateLimit(string ruleset, string reference, JsonObject rule, RuleAction action, RuleExpression expression)
    {
        var limit = rule["ratelimit"];
        var period = limit.Whole("period") ?? 0;
        var requests = limit.Whole("requestsPerPeriod") ?? 0;
        if (period < 1 || requests < 1)
        {
            problems.Add($"{ruleset}, rule {reference}: a rate limit needs a period and requestsPerPeriod of at least 1");
            return;
        }

        var counting = limit.Text("countingExpression") is { Length: > 0 } text ? Expression(ruleset, reference, text) : expression;
        var parts = limit.Texts("characteristics").Select(c => Characteristic(ruleset, reference, c)).OfType<Func<RuleRequest, string>>().ToArray();
        if (counting is not null)
        {
            _rateLimits.Add(
                new RateLimitRule(
                    reference,
                    action,
                    expression,
                    counting,
                    request => string.Join('\n', parts.Select(part => part(request))),
                    TimeSpan.FromSeconds(period),
                    requests,
                    TimeSpan.FromSeconds(limit.Whole("mitigationTimeout") ?? 0)
                )
                {
                    Response = Response(rule["actionParameters"]),
                }
            );
        }
    }

    private Func<RuleRequest, string>? Characteristic(string ruleset, string reference, string characteristic)
    {
        switch (characteristic)
        {
            case "cf.colo.id":
                return static _ => "";
            case "ip.src" or "cf.unique_visitor_id":
                return static request => request.ClientAddress.ToString();
            case "http.host":
                return static request => request.Host;
            case "http.request.uri.path":
                return static request => request.Path;
            case var header when header.StartsWith(HeaderPrefix, StringComparison.Ordinal) && header.EndsWith("\"]", StringComparison.Ordinal):
                var name = header[HeaderPrefix.Length..^2];
                return request => request.Header(name);
            default:
                problems.Add($"{ruleset}, rule {reference}: counting by {characteristic} is not reproduced on this machine");
                return null;
        }
    }

    private RuleExpression? Expression(string ruleset, string reference, string text)
    {
        try
        {
            return RuleExpression.Parse(text);
        }
        catch (RuleSyntaxException e)
        {
            problems.Add($"{ruleset}, rule {reference}: {e.Message}");
            return null;
        }
    }

    private static DeclaredResponse? Response(JsonNode? parameters) =>
        parameters?["response"] is JsonObject response
            ? new(response.Whole("statusCode") ?? 403, response.Text("contentType") ?? "text/plain", response.Text("content") ?? "")
            : null;
}
