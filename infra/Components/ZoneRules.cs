using System.Collections.Immutable;
using NanoClaw.Edge.Building;
using NanoClaw.Edge.Plans;
using NanoClaw.Infra.Rules;
using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Components;

/// <summary>What <see cref="ZoneRules"/> are made from.</summary>
public sealed record ZoneRulesArgs
{
    /// <summary>Prefix of every name, the environment's own.</summary>
    public required string Name { get; init; }

    public required ZoneIdentity Zone { get; init; }

    public required ZoneRuleSettings Settings { get; init; }
}

/// <summary>
/// Everything that exists once a zone: one entry-point ruleset for each phase, and the zone's settings. One stack declares it for
/// all hostnames; a second that did would be refused by Cloudflare, or overwrite this one.
/// </summary>
public sealed class ZoneRules : ComponentResource
{
    private readonly ZoneRulesArgs _args;

    public ZoneRules(string name, ZoneRulesArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:ZoneRules", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        _args = args;

        List<CustomResource> resources = [CreateCustomRules(), CreateRateLimit()];
        if (args.Settings.ManagedRules)
        {
            resources.Add(CreateManagedRules());
        }

        if (args.Settings.ZoneSettings)
        {
            resources.AddRange(CreateZoneSettings());
        }

        Resources = [.. resources];
        RegisterOutputs();
    }

    /// <summary>All that has to stand before a hostname is opened.</summary>
    public ImmutableArray<CustomResource> Resources { get; }

    private Ruleset CreateCustomRules() =>
        CreateRuleset(
            "custom",
            "http_request_firewall_custom",
            [
                .. AgentRules
                    .Custom(_args.Settings)
                    .Select(rule => new RulesetRuleArgs
                    {
                        Ref = rule.Ref,
                        Description = rule.Description,
                        Expression = rule.Expression,
                        Action = "block",
                        Enabled = true,
                        ActionParameters = ResponseOf(rule.Refusal),
                    }),
                .. _args.Settings.ExtraRules.Select(rule => new RulesetRuleArgs
                {
                    Ref = rule.Ref,
                    Description = rule.Ref,
                    Expression = rule.Expression,
                    Action = rule.Action,
                    Enabled = true,
                }),
            ]
        );

    private Ruleset CreateRateLimit()
    {
        var byAddress = RateLimit(
            "nanoclaw_rate_limit",
            "address",
            AgentRules.RateLimited(_args.Settings, _args.Zone.Plan),
            "ip.src",
            new(429, "rate_limited", "Too many requests.")
        );
        return CreateRuleset("ratelimit", "http_ratelimit", _args.Zone.Plan.AdvancedRateLimiting ? [byAddress, RateLimitByToken()] : [byAddress]);
    }

    private RulesetRuleArgs RateLimitByToken() =>
        RateLimit(
            "nanoclaw_token_rate_limit",
            "token",
            AgentRules.RateLimitedByToken(_args.Settings),
            AgentRules.TokenCharacteristic,
            new(429, "rate_limited", "Too many requests with this token.")
        );

    private RulesetRuleArgs RateLimit(string reference, string whose, RuleCondition counted, string characteristic, RuleRefusal refusal)
    {
        var limit = _args.Settings.RateLimit;
        return new()
        {
            Ref = reference,
            Description = $"{limit.Requests} requests of one {whose} in {limit.PeriodSeconds} s",
            Expression = counted.ToString(),
            Action = "block",
            Enabled = true,
            ActionParameters = ResponseOf(refusal),
            Ratelimit = new RulesetRuleRatelimitArgs
            {
                Characteristics = { "cf.colo.id", characteristic },
                Period = limit.PeriodSeconds,
                RequestsPerPeriod = limit.Requests,
                MitigationTimeout = limit.TimeoutSeconds,
            },
        };
    }

    private Ruleset CreateManagedRules() =>
        CreateRuleset(
            "managed",
            "http_request_firewall_managed",
            [
                .. _args.Zone.Plan.DeployableRulesets.Select(ruleset => new RulesetRuleArgs
                {
                    Ref = ruleset == ManagedRuleset.OwaspCore ? "nanoclaw_owasp" : "nanoclaw_managed",
                    Description = ruleset.Name,
                    Expression = AgentRules.Managed(_args.Settings, ruleset).ToString(),
                    Action = "execute",
                    Enabled = true,
                    ActionParameters = new RulesetRuleActionParametersArgs { Id = ruleset.Id },
                }),
            ]
        );

    private Ruleset CreateRuleset(string name, string phase, RulesetRuleArgs[] rules)
    {
        var options = LogicalName.Child(this, $"{_args.Name}-{name}");
        // A changed name replaces the ruleset, and a phase takes no second one beside the first (20217): an adopted one keeps its own.
        options.IgnoreChanges = ["name"];
        return new(
            name,
            new()
            {
                ZoneId = _args.Zone.Id,
                Name = $"{_args.Name}: {name}",
                Description = $"Owned by the Pulumi stack of {_args.Name}: changes by hand are undone",
                Kind = "zone",
                Phase = phase,
                Rules = rules,
            },
            options
        );
    }

    // Below Pro a block shows Cloudflare's own page.
    private Input<RulesetRuleActionParametersArgs>? ResponseOf(RuleRefusal refusal)
    {
        if (!_args.Zone.Plan.CustomRules.CustomResponse)
        {
            return null;
        }

        return new RulesetRuleActionParametersArgs
        {
            Response = new RulesetRuleActionParametersResponseArgs
            {
                StatusCode = refusal.Status,
                ContentType = "application/json",
                Content = refusal.Body,
            },
        };
    }

    private IEnumerable<ZoneSetting> CreateZoneSettings()
    {
        yield return CreateSetting("always_use_https", "on");
        yield return CreateSetting("min_tls_version", "1.2");
        yield return CreateSetting("tls_1_3", "on");
        yield return CreateSetting(
            "security_header",
            new Dictionary<string, object>
            {
                ["strict_transport_security"] = new Dictionary<string, object>
                {
                    ["enabled"] = true,
                    ["max_age"] = _args.Settings.HstsMaxAgeSeconds,
                    ["include_subdomains"] = _args.Settings.HstsIncludeSubdomains,
                    // Preloading can't be taken back for months, and concerns every host of the domain: not for a program to decide.
                    ["preload"] = false,
                    ["nosniff"] = true,
                },
            }
        );
    }

    private ZoneSetting CreateSetting(string id, Input<object> value) =>
        new(
            id.Replace('_', '-'),
            new()
            {
                ZoneId = _args.Zone.Id,
                SettingId = id,
                Value = value,
            },
            LogicalName.Child(this, $"{_args.Name}-{id.Replace('_', '-')}")
        );
}
