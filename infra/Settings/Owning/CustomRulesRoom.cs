using NanoClaw.Edge.Plans;
using NanoClaw.Infra.Rules;

namespace NanoClaw.Infra.Settings.Owning;

/// <summary>Holds the agents' rules and the zone's others, all together, against what the plan has room for.</summary>
internal static class CustomRulesRoom
{
    public static void Check(SettingsReader reader, PlanCapabilities plan, ZoneRuleSettings rules)
    {
        try
        {
            var refs = AgentRules.Custom(rules).Select(r => r.Ref).Concat(rules.ExtraRules.Select(r => r.Ref)).ToList();
            foreach (var beyond in refs.Skip(plan.CustomRules.MaxRules))
            {
                reader.Refuse(
                    SettingKeys.ExtraRules,
                    $"the rule '{beyond}' is one too many: the {plan.Name} plan holds {plan.CustomRules.MaxRules} custom rules, and {refs.Count} are asked for",
                    $"Join rules with 'or', set {SettingKeys.RequireCredentialHeaders} to false, or move the zone to a higher plan"
                );
            }
        }
        catch (InvalidOperationException e)
        {
            reader.Refuse(
                SettingKeys.Hostnames,
                $"a rule for so many hostnames grows too long: {e.Message}",
                $"Put fewer agents into one zone, or shorten their names and set {SettingKeys.AgentDomain}"
            );
        }
    }
}
