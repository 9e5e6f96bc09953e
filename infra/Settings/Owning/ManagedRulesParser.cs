using NanoClaw.Edge.Plans;

namespace NanoClaw.Infra.Settings.Owning;

/// <summary>Reads whether Cloudflare's managed rulesets are deployed, which not every plan has.</summary>
internal static class ManagedRulesParser
{
    public static bool Read(SettingsReader reader, PlanCapabilities plan)
    {
        var offered = plan.DeployableRulesets.Count > 0;
        var wanted = reader.Choice(SettingKeys.ManagedRules, fallback: false, ("auto", offered), ("on", true), ("off", false));
        if (wanted && !offered)
        {
            reader.Refuse(
                SettingKeys.ManagedRules,
                $"the {plan.Name} plan has no managed rulesets to deploy; Cloudflare runs its {ManagedRuleset.Free.Name} by itself",
                $"Set it to auto, or {SettingKeys.ZonePlan} to pro or higher"
            );
            return false;
        }

        return wanted;
    }
}
