using System.Text.RegularExpressions;
using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Permissions;
using NanoClaw.Edge.Plans;

namespace NanoClaw.Deployment.Setup.Adopting;

/// <summary>
/// The takeover of rulesets that are in the zone already: Cloudflare allows one a phase, so they are imported into the stack's
/// state, and the rules in them that are not the agents' become <c>extraRules</c>, as far as these can carry them.
/// </summary>
/// <param name="Imports">The rulesets, by the name of the resource that takes each over.</param>
/// <param name="ExtraRules">The rules that stay, as the setting holds them.</param>
/// <param name="Lost">The rules that would go, each with the reason.</param>
internal sealed partial record Adoption(IReadOnlyList<(string Resource, Ruleset Ruleset)> Imports, IReadOnlyList<string> ExtraRules, IReadOnlyList<string> Lost)
{
    private const string CustomRules = "http_request_firewall_custom";

    public bool IsNeeded => Imports.Count > 0;

    /// <summary>Whether rules of another stack of this program are among what would be taken over.</summary>
    public bool IsAnothers => Imports.Any(it => it.Ruleset.Rules.Any(rule => rule.IsOurs));

    /// <summary>What would have to be taken over.</summary>
    /// <param name="rulesets">The zone's.</param>
    /// <param name="plan">The zone's plan, which says what the program declares.</param>
    /// <param name="isManaged">Whether the stack already has a ruleset, by its id.</param>
    public static Adoption Of(IReadOnlyList<Ruleset> rulesets, PlanCapabilities plan, Func<Ruleset, bool> isManaged)
    {
        List<(string, Ruleset)> imports = [];
        List<string> extra = [];
        List<string> lost = [];
        foreach (var (resource, phase) in PermissionTable.Phases.Where(it => it.Resource != "managed" || plan.DeployableRulesets.Count > 0))
        {
            if (rulesets.FirstOrDefault(it => it.Phase == phase) is not { } ruleset || isManaged(ruleset))
            {
                continue;
            }

            imports.Add((resource, ruleset));
            foreach (var rule in ruleset.Rules.Where(rule => !rule.IsOurs))
            {
                if (WhyNot(rule, phase, plan) is { } reason)
                {
                    lost.Add($"{NameOf(rule)} ({rule.Action}, {phase}): {reason}");
                }
                else
                {
                    extra.Add($"{RefOf(rule, extra)} {rule.Action} {rule.Expression.Trim()}");
                }
            }
        }

        return new(imports, extra, lost);
    }

    private static string? WhyNot(RulesetRule rule, string phase, PlanCapabilities plan) =>
        rule switch
        {
            _ when phase != CustomRules => "the program declares this phase by itself, and keeps no rules of others in it",
            { IsEnabled: false } => "it is switched off, and extraRules are on",
            { Action: "skip" } => "it skips other rules, which could open the agents' hostnames; make it a condition of those",
            { HasParameters: true } => "its answer or parameters cannot be kept in extraRules",
            _ when !plan.CustomRules.Actions.Contains(rule.Action) => $"the {plan.Name} plan has no such action",
            _ => null,
        };

    private static string NameOf(RulesetRule rule) => rule.Description.Length > 0 ? $"'{rule.Description}'" : rule.Ref;

    // The reference that it has is kept where it may be one here, so that the rule stays the same one.
    private static string RefOf(RulesetRule rule, List<string> taken)
    {
        var name = Allowed().IsMatch(rule.Ref) ? rule.Ref : NotAllowed().Replace(rule.Description.ToLowerInvariant(), "_").Trim('_');
        name = name.Length is 0 or > 60 ? "rule" : name;
        for (var i = 2; taken.Any(it => it.StartsWith($"{name} ", StringComparison.Ordinal)); i++)
        {
            name = $"{name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('_')}_{i}";
        }

        return name;
    }

    [GeneratedRegex(@"^[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Allowed();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotAllowed();
}
