using NanoClaw.Deployment.Pulumi;

namespace NanoClaw.Deployment.Setup.Adopting;

/// <summary>The calls of the Pulumi CLI that take rulesets over, shown before they run: docs/CLOUDFLARE_DEPLOYMENT.md, section 5.</summary>
internal sealed class AdoptionCommands(PulumiCommandLine pulumi, string stack, string zoneId)
{
    private const string Type = "cloudflare:index/ruleset:Ruleset";

    private string Zone => $"urn:pulumi:{stack}::nanoclaw::nanoclaw:index:ZoneRules::zone";

    /// <summary>The commands, as a person would type them.</summary>
    public IReadOnlyList<string> Show(Adoption adoption) =>
        [.. Arguments(adoption).Select(arguments => $"pulumi {string.Join(' ', arguments.Where(it => it != "--yes"))} --stack {stack}")];

    /// <summary>Runs them. Each may be run again after a break: what is imported already is imported no more.</summary>
    public async Task RunAsync(Adoption adoption, ISetupConversation conversation, CancellationToken cancellationToken)
    {
        foreach (var arguments in Arguments(adoption))
        {
            conversation.Say(SetupMark.Note, $"pulumi {string.Join(' ', arguments)}");
            await pulumi
                .ChangeAsync(
                    arguments,
                    stack,
                    input: null,
                    arguments[0] == "up" ? $"make a place for the zone's rules in the stack '{stack}'" : "take the ruleset over",
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Whether the stack's state has a ruleset.</summary>
    public static bool Has(IReadOnlyList<PulumiResource> resources, string rulesetId) =>
        resources.Any(resource => resource.Type == Type && (resource.Id == rulesetId || resource.Id.EndsWith($"/{rulesetId}", StringComparison.Ordinal)));

    private IEnumerable<IReadOnlyList<string>> Arguments(Adoption adoption) =>
        [
            ["up", "--yes", "--skip-preview", "--target", Zone],
            .. adoption.Imports.Select(it =>
                (IReadOnlyList<string>)
                    [
                        "import",
                        Type,
                        it.Resource,
                        $"zones/{zoneId}/{it.Ruleset.Id}",
                        "--parent",
                        $"zone={Zone}",
                        "--protect=false",
                        "--generate-code=false",
                        "--yes",
                        "--skip-preview",
                    ]
            ),
        ];
}
