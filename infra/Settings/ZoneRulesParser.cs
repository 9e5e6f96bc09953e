using NanoClaw.Edge.Plans;
using NanoClaw.Infra.Rules;

namespace NanoClaw.Infra.Settings;

/// <summary>Reads what only the owner of a zone may say, and holds it against the zone's plan.</summary>
internal static class ZoneRulesParser
{
    public static ZoneRuleSettings? Read(SettingsReader reader, ZoneIdentity zone, string hostname, bool isOwner)
    {
        var hostnames = ReadHostnames(reader, zone.Name, hostname, isOwner);
        var rules = new ZoneRuleSettings
        {
            Hostnames = hostnames,
            AgentDomain = ReadAgentDomain(reader, zone.Name, hostnames, isOwner),
            RequireCredentialHeaders = reader.Flag(SettingKeys.RequireCredentialHeaders),
            ExtraRules = ExtraRulesParser.Read(reader, zone.Plan),
            RateLimit = ReadRateLimit(reader, zone.Plan, isOwner),
            ManagedRules = ReadManagedRules(reader, zone.Plan),
            ZoneSettings = reader.Flag(SettingKeys.ZoneSettings),
            HstsMaxAgeSeconds = reader.Integer(SettingKeys.HstsMaxAgeSeconds, 0, 63_072_000, "seconds"),
            HstsIncludeSubdomains = reader.Flag(SettingKeys.HstsIncludeSubdomains),
        };

        if (isOwner && hostnames.Count > 0)
        {
            CheckPlan(reader, zone.Plan, rules);
        }

        return isOwner ? rules : null;
    }

    private static void CheckPlan(SettingsReader reader, PlanCapabilities plan, ZoneRuleSettings rules)
    {
        try
        {
            var refs = AgentRules.Custom(rules).Select(r => r.Ref).Concat(rules.ExtraRules.Select(r => r.Ref)).ToList();
            foreach (var beyond in refs.Skip(plan.CustomRules.MaxRules))
            {
                reader.Refuse(SettingKeys.ExtraRules, $"the rule '{beyond}' is one too many: the {plan.Name} plan holds {plan.CustomRules.MaxRules} custom rules, and {refs.Count} are asked for", $"Join rules with 'or', set {SettingKeys.RequireCredentialHeaders} to false, or move the zone to a higher plan");
            }
        }
        catch (InvalidOperationException e)
        {
            reader.Refuse(SettingKeys.Hostnames, $"a rule for so many hostnames grows too long: {e.Message}", $"Put fewer agents into one zone, or shorten their names and set {SettingKeys.AgentDomain}");
        }
    }

    private static List<string> ReadHostnames(SettingsReader reader, string zoneName, string hostname, bool isOwner)
    {
        var written = reader.List(SettingKeys.Hostnames);
        if (!isOwner)
        {
            if (written.Count > 0)
            {
                reader.Refuse(SettingKeys.Hostnames, $"only the owner of the zone's rules lists hostnames, and {SettingKeys.ZoneRules} is member", $"Move the list to the owner's stack, or set {SettingKeys.ZoneRules} to owner");
            }

            return [];
        }

        var valid = written.Select(h => SettingsParser.ReadHostname(reader, SettingKeys.Hostnames, h, zoneName)).OfType<string>().ToList();
        if (written.Count == 0 && hostname.Length > 0)
        {
            valid.Add(hostname);
        }
        else if (hostname.Length > 0 && !written.Contains(hostname, StringComparer.Ordinal))
        {
            reader.Refuse(SettingKeys.Hostnames, $"the stack's own hostname {hostname} is not among them", $"Add it: without it the zone's rules leave {hostname} unguarded");
        }

        return [.. valid.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static string? ReadAgentDomain(SettingsReader reader, string zoneName, List<string> hostnames, bool isOwner)
    {
        var domain = reader.Text(SettingKeys.AgentDomain);
        if (domain is null || !isOwner || SettingsParser.ReadHostname(reader, SettingKeys.AgentDomain, domain, zoneName) is null)
        {
            return null;
        }

        foreach (var hostname in hostnames.Where(h => !SettingRules.IsWithin(h, domain)))
        {
            reader.Refuse(SettingKeys.AgentDomain, $"the hostname {hostname} is not under it", $"Choose a domain that all {SettingKeys.Hostnames} share, or leave it empty");
        }

        return domain;
    }

    private static EdgeRateLimit ReadRateLimit(SettingsReader reader, PlanCapabilities plan, bool isOwner)
    {
        var limit = new EdgeRateLimit(
            reader.Integer(SettingKeys.EdgeRateLimit, 1, 1_000_000, "requests"),
            reader.Integer(SettingKeys.EdgeRateLimitPeriod, 1, 86_400, "seconds"),
            reader.Integer(SettingKeys.EdgeRateLimitTimeout, 0, 86_400, "seconds"));
        if (!isOwner)
        {
            return limit;
        }

        // One sentence for each of the two keys, so that both mistakes show at once.
        if (plan.RateLimits.RefusalOf(limit.PeriodSeconds, plan.RateLimits.MinMitigationTimeout) is { } period)
        {
            reader.Refuse(SettingKeys.EdgeRateLimitPeriod, $"on the {plan.Name} plan {period}", $"Set one of these, or {SettingKeys.ZonePlan} to the plan the zone is on");
        }

        if (plan.RateLimits.RefusalOf(plan.RateLimits.Periods[0], limit.TimeoutSeconds) is { } timeout)
        {
            reader.Refuse(SettingKeys.EdgeRateLimitTimeout, $"on the {plan.Name} plan {timeout}", $"Change it, or {SettingKeys.ZonePlan} to the plan the zone is on");
        }

        return limit;
    }

    private static bool ReadManagedRules(SettingsReader reader, PlanCapabilities plan)
    {
        var offered = plan.DeployableRulesets.Count > 0;
        var wanted = reader.Choice(SettingKeys.ManagedRules, fallback: false, ("auto", offered), ("on", true), ("off", false));
        if (wanted && !offered)
        {
            reader.Refuse(SettingKeys.ManagedRules, $"the {plan.Name} plan has no managed rulesets to deploy; Cloudflare runs its {ManagedRuleset.Free.Name} by itself", $"Set it to auto, or {SettingKeys.ZonePlan} to pro or higher");
            return false;
        }

        return wanted;
    }
}
