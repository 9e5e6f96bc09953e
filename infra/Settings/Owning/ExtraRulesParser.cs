using NanoClaw.Edge.Language;
using NanoClaw.Edge.Plans;

namespace NanoClaw.Infra.Settings.Owning;

/// <summary>Reads the zone's other custom rules, and holds each against the plan.</summary>
internal static class ExtraRulesParser
{
    private const string Example =
        """Write ref, action and expression, as in: office_only block http.host eq "intranet.example.com" and not ip.src in {192.0.2.0/24}""";

    public static IReadOnlyList<ExtraRule> Read(SettingsReader reader, PlanCapabilities plan)
    {
        List<ExtraRule> rules = [];
        foreach (var text in reader.List(SettingKeys.ExtraRules))
        {
            if (text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var name, var action, var expression])
            {
                var rule = new ExtraRule(name, action, expression);
                Check(reader, plan, rule, rules);
                rules.Add(rule);
            }
            else
            {
                reader.Refuse(SettingKeys.ExtraRules, $"'{text}' is not a rule", Example);
            }
        }

        return rules;
    }

    private static void Check(SettingsReader reader, PlanCapabilities plan, ExtraRule rule, List<ExtraRule> before)
    {
        if (!SettingRules.IsRuleRef(rule.Ref) || before.Exists(r => r.Ref == rule.Ref))
        {
            reader.Refuse(SettingKeys.ExtraRules, $"the rule '{rule.Ref}' needs a ref of its own: a-z, 0-9 and '_', not starting with nanoclaw_", "Rename it");
        }

        if (!plan.CustomRules.Actions.Contains(rule.Action))
        {
            reader.Refuse(
                SettingKeys.ExtraRules,
                $"the rule '{rule.Ref}' asks for the action {rule.Action}, and the {plan.Name} plan has {string.Join(", ", plan.CustomRules.Actions.Where(a => a != "skip").Order(StringComparer.Ordinal))}",
                "Choose one of these"
            );
        }

        // What skip skips is a parameter that a rule here does not carry.
        if (rule.Action == "skip")
        {
            reader.Refuse(
                SettingKeys.ExtraRules,
                $"the rule '{rule.Ref}' skips others, which could open the agents' hostnames",
                "Turn it into a condition of the rules it skips"
            );
        }

        try
        {
            if (RuleExpression.Parse(rule.Expression).UsesRegex && !plan.CustomRules.RegularExpressions)
            {
                reader.Refuse(
                    SettingKeys.ExtraRules,
                    $"the rule '{rule.Ref}' uses a regular expression, and the {plan.Name} plan has none",
                    $"Use contains, wildcard, starts_with or ends_with, or set {SettingKeys.ZonePlan} to business or higher"
                );
            }
        }
        catch (RuleSyntaxException e) when (FieldTable.IsNotReproduced(e.Expression.Substring(e.Span.Start, e.Span.Length)))
        {
            // Cloudflare knows the field and only this machine does not: the rule is none of the agents', so it is let through.
        }
        catch (RuleSyntaxException e)
        {
            reader.Refuse(SettingKeys.ExtraRules, $"the rule '{rule.Ref}' does not parse: {e.Reason} (column {e.Column})", "Correct its expression");
        }
    }
}
