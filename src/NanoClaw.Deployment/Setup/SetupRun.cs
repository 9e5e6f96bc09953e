using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Setup.Adopting;
using NanoClaw.Deployment.Setup.Answering;
using NanoClaw.Deployment.Setup.Applying;
using NanoClaw.Deployment.Setup.Surveying;
using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Setup;

/// <summary>
/// <c>nanoclaw setup</c>: from an API token to a stack that can be deployed. It looks at everything first, shows what it would do,
/// and does it after a yes; run again, it finds done what was done.
/// </summary>
public sealed class SetupRun(SetupRequest request, SetupSurroundings surroundings, ISetupConversation conversation)
{
    private readonly Answers _answers = new(conversation);
    private readonly List<string> _blockers = [];

    /// <summary>Runs it.</summary>
    /// <exception cref="DeploymentException">An answer is missing, the API token is no good, or Cloudflare or Pulumi cannot be used.</exception>
    public async Task<SetupReport> RunAsync(CancellationToken cancellationToken)
    {
        StackBirth.Mend(surroundings.Folder, request.Stack);
        var file = surroundings.Folder.Read(request.Stack);
        var login = await surroundings.Pulumi.WhoAmIAsync(cancellationToken).ConfigureAwait(false);

        conversation.Say(SetupMark.Part, "The API token, the account and the zone");
        var place = await new PlaceFinder(surroundings.Cloudflare, conversation, _answers, surroundings.Time)
            .FindAsync(request, file, cancellationToken)
            .ConfigureAwait(false);
        var role = Role.Read(surroundings.Folder, request.Stack, place.Zone.Id);
        var questions = new Questionnaire(request, _answers, file ?? NewFile());
        await questions.AskOwnershipAsync(place, role, login.Organization, cancellationToken).ConfigureAwait(false);
        var needed = await questions.AskFeaturesAsync(cancellationToken).ConfigureAwait(false);

        conversation.Say(SetupMark.Part, "What the API token may do");
        var surveyor = new Surveyor(surroundings.Cloudflare, conversation, place, _blockers);
        var permissions = await surveyor.TryPermissionsAsync(needed, cancellationToken).ConfigureAwait(false);
        var report = new ReportBuilder(request.Stack, place, permissions);
        if (permissions.Any(finding => finding.IsLacking))
        {
            return report.Build(survey: null, [], _blockers);
        }

        conversation.Say(SetupMark.Part, "What is there");
        var survey = await surveyor.LookAsync(needed.OwnsZone, cancellationToken).ConfigureAwait(false);
        var exists = await surroundings.Pulumi.StackExistsAsync(request.Stack, cancellationToken).ConfigureAwait(false);
        var resources = exists ? await surroundings.Pulumi.ResourcesAsync(request.Stack, cancellationToken).ConfigureAwait(false) : [];
        if (_blockers.Count > 0)
        {
            return report.Build(survey, resources, _blockers);
        }

        var plan = await PlanAsync(questions, place, role, survey, exists, resources, surveyor, cancellationToken).ConfigureAwait(false);
        if (_blockers.Count > 0 || plan is null)
        {
            return report.Build(survey, resources, _blockers);
        }

        return await ApplyAsync(plan, place, survey, resources, report, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SetupPlan?> PlanAsync(
        Questionnaire questions,
        Place place,
        Role role,
        Survey survey,
        bool exists,
        IReadOnlyList<PulumiResource> resources,
        Surveyor surveyor,
        CancellationToken cancellationToken
    )
    {
        var wanted = await questions.AskAsync(place, survey, role, cancellationToken).ConfigureAwait(false);
        var subdomain = survey.WorkersSubdomain is null ? await AskSubdomainAsync(place, cancellationToken).ConfigureAwait(false) : null;
        _answers.DemandAll();

        var settings = SettingsCheck.Demand(request.Stack, wanted.File);
        await surveyor.LookAtHostnameAsync(settings.Hostname, settings.WorkerName, cancellationToken).ConfigureAwait(false);
        var adoption = Adoption.Of(survey.Rulesets ?? [], settings.Zone.Plan, ruleset => AdoptionCommands.Has(resources, ruleset.Id));
        if (_blockers.Count == 0 && adoption.IsNeeded)
        {
            var consent = new AdoptionConsent(request, conversation, new AdoptionCommands(surroundings.Pulumi, request.Stack, place.Zone.Id));
            if (await consent.AskAsync(adoption, place.Zone.Name, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                _blockers.Add(refusal);
                conversation.Say(SetupMark.Lacking, refusal);
            }
            else if (adoption.ExtraRules.Count > 0)
            {
                wanted.Set(SettingKeys.ExtraRules, [.. wanted.File.List(SettingKeys.ExtraRules), .. adoption.ExtraRules]);
            }
        }

        SettingsCheck.Demand(request.Stack, wanted.File);
        return _blockers.Count > 0
            ? null
            : new SetupPlan
            {
                WorkersSubdomain = subdomain,
                Settings = wanted,
                Owner = OwnerHostname.Find(surroundings.Folder, role, settings),
                StackExists = exists,
                Secrets = StackSecrets.Missing(wanted.File, request.ReplaceSecrets),
                Adoption = adoption,
            };
    }

    private async Task<SetupReport> ApplyAsync(
        SetupPlan plan,
        Place place,
        Survey survey,
        IReadOnlyList<PulumiResource> resources,
        ReportBuilder report,
        CancellationToken cancellationToken
    )
    {
        var adoption = new AdoptionCommands(surroundings.Pulumi, request.Stack, place.Zone.Id);
        if (plan.IsNeeded)
        {
            conversation.Say(SetupMark.Part, request.Check ? "What differs" : "What is about to be done");
            plan.Show(request.Stack, conversation, plan.Adoption.IsNeeded ? adoption.Show(plan.Adoption) : []);
        }
        else
        {
            conversation.Say(SetupMark.Good, $"Pulumi.{request.Stack}.yaml is as the account is.");
        }

        if (request.Check)
        {
            return report.Build(survey, resources, _blockers, plan);
        }

        var actions = new SetupActions(surroundings, request, conversation, place);
        if (plan.IsNeeded)
        {
            var secrets = await FindSecretsAsync(plan, cancellationToken).ConfigureAwait(false);
            await DemandYesAsync(cancellationToken).ConfigureAwait(false);
            await actions.RunAsync(plan, secrets, adoption, cancellationToken).ConfigureAwait(false);
        }

        if (plan.Owner is { } owner)
        {
            // The program refuses a hostname that the deployed owner does not cover.
            conversation.Say(SetupMark.Note, $"The preview comes after the owner of the zone's rules is updated: pulumi up --stack {owner.Stack}");
        }
        else if (request.Preview)
        {
            await new PreviewStep(surroundings.Pulumi, conversation).RunAsync(request.Stack, plan.Adoption, cancellationToken).ConfigureAwait(false);
        }

        return report.Build(survey, resources, _blockers, plan, actions.Done);
    }

    private async Task<Dictionary<string, string>> FindSecretsAsync(SetupPlan plan, CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in plan.Secrets)
        {
            if (await StackSecrets.FindAsync(key, plan.Settings.File, _answers, surroundings.Variable, cancellationToken).ConfigureAwait(false) is { } value)
            {
                secrets[key] = value;
            }
        }

        _answers.DemandAll();
        return secrets;
    }

    private async Task DemandYesAsync(CancellationToken cancellationToken)
    {
        if (request.Yes)
        {
            return;
        }

        if (!conversation.CanAsk)
        {
            throw new DeploymentException(
                "Nobody is at a terminal to say yes to this: run it again with --yes, or with --check to look only. Nothing was changed.",
                DeploymentFailure.Usage
            );
        }

        if (!await conversation.ConfirmAsync("Do this now?", cancellationToken).ConfigureAwait(false))
        {
            throw new DeploymentException("Nothing was changed.", DeploymentFailure.Failed);
        }
    }

    private async Task<string?> AskSubdomainAsync(Place place, CancellationToken cancellationToken)
    {
        var name = string.Join('-', place.Zone.Name.Split('.', StringSplitOptions.RemoveEmptyEntries));
        var question = new SetupQuestion(
            "--workers-subdomain",
            "The account needs a workers.dev subdomain before its first Worker, though nothing will answer there. Which name?"
        )
        {
            Default = name.Length > 54 ? name[..54].TrimEnd('-') : name,
            Check = text =>
                text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                    ? null
                    : "it has letters a-z, digits and '-' alone",
        };
        return await _answers.FindAsync(question, request.WorkersSubdomain, kept: null, cancellationToken).ConfigureAwait(false);
    }

    private StackFile NewFile() =>
        StackFile.Parse(
            $"# The environment '{request.Stack}', made by 'nanoclaw setup'. Pulumi.yaml explains every key.\nconfig:\n",
            $"Pulumi.{request.Stack}.yaml"
        );
}
