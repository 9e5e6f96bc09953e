using NanoClaw.Edge.Building;
using NanoClaw.Edge.Plans;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Infra.Rules;

/// <summary>What the edge lets through to the agents of a zone: everything else is refused before it costs anything.</summary>
public static class AgentRules
{
    public const string RunPath = "/v1/agent/run";
    public const string MemoryPath = "/v1/agent/memory";
    public const string BackupPath = "/v1/agent/backup/";
    public const string HealthPath = "/healthz";
    public const string AdminPath = "/admin";

    // Access's own login, callback and keys live here, and have to pass.
    private const string CloudflarePath = "/cdn-cgi/";

    private static readonly string[] PathsWithCredentials = [RunPath, MemoryPath];

    private static readonly string[] ReadMethods = ["GET", "HEAD"];

    private const string TokenHeader = "authorization";

    /// <summary>By what such a limit counts.</summary>
    public const string TokenCharacteristic = $"http.request.headers[\"{TokenHeader}\"]";

    private static readonly string[] CredentialHeaders = [TokenHeader, "cf-access-client-id", "cf-access-client-secret"];

    /// <summary>The custom rules, in order.</summary>
    /// <exception cref="InvalidOperationException">An expression is longer than Cloudflare takes: too many hostnames.</exception>
    public static IReadOnlyList<AgentRule> Custom(ZoneRuleSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var toAgents = ToAgents(settings);
        List<AgentRule> rules =
        [
            new("nanoclaw_https_only", "Agents answer HTTPS only", (toAgents & !RequestFields.IsHttps).ToString(), new(403, "https_required", "Use HTTPS.")),
            new(
                "nanoclaw_unknown_host",
                "No hostname under the agents' domain but the known ones",
                (UnderAgentDomain(settings) & !toAgents).ToString(),
                new(403, "host_not_allowed", "No agent answers here.")
            ),
            new(
                "nanoclaw_known_paths",
                "Agents have these methods and paths, and no others",
                (toAgents & !KnownRequest()).ToString(),
                new(404, "not_found", "No such method and path.")
            ),
        ];

        if (settings.RequireCredentialHeaders)
        {
            rules.Add(
                new(
                    "nanoclaw_credentials",
                    "Runs, notes and backups are asked for with credentials",
                    (
                        toAgents
                        & (RequestFields.Path.IsIn(PathsWithCredentials) | RequestFields.Path.StartsWith(BackupPath))
                        & !RuleCondition.All(CredentialHeaders.Select(RequestFields.HasHeader))
                    ).ToString(),
                    new(401, "unauthorized", "Credentials are missing.")
                )
            );
        }

        return rules;
    }

    /// <summary>What the rate limit by address counts, which every plan has.</summary>
    public static RuleCondition RateLimited(ZoneRuleSettings settings, PlanCapabilities plan)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(plan);

        // Free has the path alone to go by, so this one rule counts for every agent of the zone; its path is the agents' own.
        return plan.RateLimits.Fields.Contains(RequestFields.Host.ToString()) ? ToAgents(settings) : RequestFields.Path.StartsWith("/v1/agent/");
    }

    /// <summary>
    /// What a limit by token counts, where the zone may have one. Those without a token are left out: they would be counted as one
    /// (<see href="https://developers.cloudflare.com/waf/rate-limiting-rules/parameters/">parameters</see>).
    /// </summary>
    public static RuleCondition RateLimitedByToken(ZoneRuleSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return ToAgents(settings) & RequestFields.HasHeader(TokenHeader);
    }

    /// <summary>Where the managed rulesets look.</summary>
    public static RuleCondition Managed(ZoneRuleSettings settings, ManagedRuleset ruleset)
    {
        ArgumentNullException.ThrowIfNull(settings);

        // The core ruleset scores a request by what it looks like, and a prompt, a note's key or a sealed piece may look like anything.
        return ruleset == ManagedRuleset.OwaspCore
            ? ToAgents(settings) & !(RequestFields.Path.IsIn(PathsWithCredentials) | RequestFields.Path.StartsWith(BackupPath))
            : ToAgents(settings);
    }

    private static RuleCondition ToAgents(ZoneRuleSettings settings) => RequestFields.Host.InLowerCase().IsIn(settings.Hostnames);

    private static RuleCondition UnderAgentDomain(ZoneRuleSettings settings)
    {
        var host = RequestFields.Host.InLowerCase();
        return settings.AgentDomain is { } domain
            ? host.Is(domain) | host.EndsWith($".{domain}")
            : RuleCondition.Any(settings.Hostnames.Select(h => host.EndsWith($".{h}")));
    }

    private static RuleCondition KnownRequest() =>
        RuleCondition.Any(
            RequestFields.Path.Is(RunPath) & RequestFields.Method.IsIn(["POST", "DELETE"]),
            RequestFields.Path.Is(MemoryPath) & RequestFields.Method.IsIn(["GET", "DELETE"]),
            RequestFields.Path.StartsWith(BackupPath) & RequestFields.Method.IsIn(["GET", "PUT", "DELETE"]),
            RequestFields.Path.Is(HealthPath) & RequestFields.Method.IsIn(ReadMethods),
            (RequestFields.Path.Is(AdminPath) | RequestFields.Path.StartsWith($"{AdminPath}/")) & RequestFields.Method.IsIn([.. ReadMethods, "POST"]),
            RequestFields.Path.StartsWith(CloudflarePath)
        );
}
