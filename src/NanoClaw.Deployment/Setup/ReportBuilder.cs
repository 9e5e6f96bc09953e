using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Permissions;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Setup.Adopting;
using NanoClaw.Deployment.Setup.Applying;
using NanoClaw.Deployment.Setup.Surveying;

namespace NanoClaw.Deployment.Setup;

/// <summary>Puts what was found and done into a report.</summary>
internal sealed class ReportBuilder(string stack, Place place, IReadOnlyList<PermissionFinding> permissions)
{
    public SetupReport Build(
        Survey? survey,
        IReadOnlyList<PulumiResource> resources,
        IReadOnlyList<string> blockers,
        SetupPlan? plan = null,
        IReadOnlyList<string>? done = null
    ) =>
        new()
        {
            Stack = stack,
            IsInOrder = blockers.Count == 0 && plan is { IsNeeded: false },
            Token = new(place.Token.Id, place.Token.Status, place.Token.ExpiresOn, place.Token.IsAccountOwned),
            Account = new(place.Account.Id, place.Account.Name),
            Zone = new(place.Zone.Id, place.Zone.Name, place.Zone.Plan, place.Zone.Status),
            Team = survey?.Team.Domain ?? plan?.Settings.File.Scalar("accessTeamDomain"),
            WorkersSubdomain = survey?.WorkersSubdomain,
            Permissions =
            [
                .. permissions.Select(finding => new ReportedPermission(
                    finding.Permission.Scope == PermissionScope.Account ? "account" : "zone",
                    finding.Permission.Name,
                    finding.Permission.Edit ? "edit" : "read",
                    StateOf(finding.State),
                    finding.Permission.For,
                    finding.IsLacking
                )),
            ],
            Rulesets =
            [
                .. (survey?.Rulesets ?? []).Select(ruleset => new ReportedRuleset(ruleset.Phase, ruleset.Id, ruleset.Rules.Count, OwnerOf(ruleset, resources))),
            ],
            Blockers = blockers,
            Changes = plan?.Changes ?? [],
            Secrets = plan?.Secrets ?? [],
            Done = done ?? [],
            Next = blockers.Count == 0 && done is not null ? Next(plan) : [],
        };

    private List<string> Next(SetupPlan? plan) =>
        [
            .. plan?.Owner is { } owner ? [$"pulumi up --stack {owner.Stack}"] : (string[])[],
            $"pulumi up --stack {stack}",
            $"nanoclaw config pull --stack {stack}",
            "nanoclaw ask \"What can you do?\"",
        ];

    private static string StateOf(PermissionState state) =>
        state switch
        {
            PermissionState.Granted => "granted",
            PermissionState.ReadOnly => "read-only",
            PermissionState.SwitchedOff => "not-switched-on",
            _ => "missing",
        };

    private static string OwnerOf(Ruleset ruleset, IReadOnlyList<PulumiResource> resources) =>
        AdoptionCommands.Has(resources, ruleset.Id) ? "this-stack"
        : ruleset.Rules.Any(rule => rule.IsOurs) ? "another-stack"
        : "nobody";
}
