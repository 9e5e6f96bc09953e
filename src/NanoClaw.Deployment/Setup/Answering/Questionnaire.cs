using NanoClaw.Deployment.Permissions;
using NanoClaw.Deployment.Setup.Surveying;
using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Setup.Answering;

/// <summary>Asks what cannot be found out, and puts everything that is known into a stack's file.</summary>
internal sealed class Questionnaire(SetupRequest request, Answers answers, StackFile file)
{
    private const string Demo = "demo";

    private readonly WantedSettings _wanted = new(request.Stack, file);

    /// <summary>Whose file says that the stack's settings are examples still.</summary>
    private bool IsExample => file.Scalar(SettingKeys.AccountId) is not { } id || ExampleValue.IsId(id);

    /// <summary>Where the zone's rules are declared.</summary>
    public async Task AskOwnershipAsync(Place place, Role role, string organization, CancellationToken cancellationToken)
    {
        _wanted.Set(SettingKeys.AccountId, place.Account.Id);
        _wanted.Set(SettingKeys.ZoneId, place.Zone.Id);
        _wanted.Set(SettingKeys.Zone, place.Zone.Name);
        _wanted.Set(SettingKeys.ZonePlan, place.Zone.Plan);

        var kept = IsExample ? null : file.Scalar(SettingKeys.ZoneRules);
        var found = role.Owner is null && request.OwnerStack is null ? "owner" : "member";
        var rules = request.ZoneRules ?? kept ?? found;
        if (rules is not ("owner" or "member"))
        {
            throw new DeploymentException($"--zone-rules '{rules}': it is one of owner, member.", DeploymentFailure.Usage);
        }

        if (rules == "owner" && role.Owner is not null)
        {
            throw new DeploymentException(
                $"Pulumi.{role.Owner}.yaml owns the rules of {place.Zone.Name}, and a zone has one owner. Make this stack a member (--zone-rules member), or change that file first.",
                DeploymentFailure.Conflict
            );
        }

        _wanted.Set(SettingKeys.ZoneRules, rules);
        if (rules == "owner")
        {
            // An owner that names another is refused; empty stands for none.
            _wanted.Set(SettingKeys.OwnerStack, file.Get(SettingKeys.OwnerStack) is null ? null : "");
        }
        else
        {
            _wanted.Set(SettingKeys.Hostnames, (IReadOnlyList<string>)[]);
            var question = new SetupQuestion("--owner-stack", "Which stack owns the zone's rules? (organisation/project/stack)")
            {
                Default = role.Owner is null ? null : $"{organization}/{SettingKeys.Namespace}/{role.Owner}",
                Check = text => text.Split('/') is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }] ? null : "it is written as organization/nanoclaw/prod",
            };
            _wanted.Set(
                SettingKeys.OwnerStack,
                await answers
                    .FindAsync(question, request.OwnerStack, IsExample ? null : file.Scalar(SettingKeys.OwnerStack), cancellationToken)
                    .ConfigureAwait(false)
            );
        }
    }

    /// <summary>What the API token's permissions depend on.</summary>
    public async Task<NeededFeatures> AskFeaturesAsync(CancellationToken cancellationToken)
    {
        await AskEmailsAsync(
                SettingKeys.AlertEmails,
                "--alert-email",
                "Who is mailed when a credential expires or the month gets dear? E-mail addresses, or nothing. An account that never bought Access refuses these alerts.",
                request.AlertEmails,
                cancellationToken
            )
            .ConfigureAwait(false);
        _wanted.Set(SettingKeys.D1, request.D1);
        _wanted.Set(SettingKeys.R2, await AskR2Async(cancellationToken).ConfigureAwait(false));
        _wanted.Set(SettingKeys.AiGateway, request.AiGateway);
        return new(
            OwnsZone: _wanted.File.Scalar(SettingKeys.ZoneRules) == "owner",
            Alerts: _wanted.File.List(SettingKeys.AlertEmails).Count > 0,
            D1: IsOn(SettingKeys.D1),
            R2: IsOn(SettingKeys.R2),
            AiGateway: IsOn(SettingKeys.AiGateway)
        );
    }

    /// <summary>Everything else.</summary>
    public async Task<WantedSettings> AskAsync(Place place, Survey survey, Role role, CancellationToken cancellationToken)
    {
        var hostname = await AskHostnameAsync(place.Zone.Name, cancellationToken).ConfigureAwait(false);
        _wanted.Set(SettingKeys.Hostname, hostname);
        SetHostnames(hostname, role);
        await AskTeamAsync(survey, cancellationToken).ConfigureAwait(false);
        await AskPlanAsync(cancellationToken).ConfigureAwait(false);
        await AskModelAsync(cancellationToken).ConfigureAwait(false);
        await AskEmailsAsync(
                SettingKeys.AdminEmails,
                "--admin-email",
                "Who may open the agent's /admin page? E-mail addresses, or nothing for nobody.",
                request.AdminEmails,
                cancellationToken
            )
            .ConfigureAwait(false);
        _wanted.Set(SettingKeys.RotationVersion, file.Scalar(SettingKeys.RotationVersion) ?? "1");
        return _wanted;
    }

    private async Task<bool?> AskR2Async(CancellationToken cancellationToken)
    {
        if (request.R2 is not null || !IsExample || file.Get(SettingKeys.R2) is not null)
        {
            return request.R2;
        }

        var question = new SetupQuestion("--r2", "Shall there be an R2 bucket, where backups and files can be kept?")
        {
            Choices =
            [
                new("no", "$0: backups stay on disks of your own"),
                new("yes", "$0 up to 10 GB, then $0.015 a GB and month; R2 has to be switched on in the dashboard first, which asks for a means of payment"),
            ],
            Default = "no",
        };
        return await answers.FindAsync(question, said: null, kept: null, cancellationToken).ConfigureAwait(false) == "yes" ? true : null;
    }

    private async Task<string?> AskHostnameAsync(string zone, CancellationToken cancellationToken)
    {
        var kept = file.Scalar(SettingKeys.Hostname) is { } name && !IsExample ? name : null;
        var label = request.Stack == "prod" ? "agent" : $"agent-{request.Stack}";
        var question = new SetupQuestion("--hostname", $"Where shall the agent answer? A name under {zone} that is free.")
        {
            Default = $"{label}.{zone}".ToLowerInvariant(),
            Check = text => text != zone && text.EndsWith($".{zone}", StringComparison.Ordinal) ? null : $"it ends with .{zone}",
        };
        return await answers.FindAsync(question, request.Hostname, kept, cancellationToken).ConfigureAwait(false);
    }

    private void SetHostnames(string? hostname, Role role)
    {
        if (hostname is null || _wanted.File.Scalar(SettingKeys.ZoneRules) != "owner")
        {
            return;
        }

        var kept = file.List(SettingKeys.Hostnames).Where(name => !IsExample && !ExampleValue.IsDomain(name));
        List<string> all = [.. kept.Append(hostname).Concat(role.Members).Distinct(StringComparer.Ordinal)];
        // An empty list means the stack's own hostname.
        _wanted.Set(SettingKeys.Hostnames, all.Count == 1 && file.Get(SettingKeys.Hostnames) is null ? null : all);
    }

    private async Task AskTeamAsync(Survey survey, CancellationToken cancellationToken)
    {
        const string Domain = ".cloudflareaccess.com";
        var question = new SetupQuestion(
            "--team",
            $"The Zero Trust team's domain? (the API token may not look it up; Zero Trust, Settings shows it as <team>{Domain})"
        )
        {
            Check = text =>
                text.EndsWith(Domain, StringComparison.Ordinal) && text.Length > Domain.Length && !text.Contains('/', StringComparison.Ordinal)
                    ? null
                    : $"it is written as <team>{Domain}",
        };
        var said = request.Team is null || request.Team.Contains('.', StringComparison.Ordinal) ? request.Team : request.Team + Domain;
        if (survey.Team.Domain is { } found && said is not null && said != found)
        {
            throw new DeploymentException($"--team '{request.Team}': the account's Zero Trust team is {found}.", DeploymentFailure.Usage);
        }

        var kept = file.Scalar(SettingKeys.AccessTeamDomain) is { } team && !ExampleValue.IsTeam(team) ? team : null;
        _wanted.Set(SettingKeys.AccessTeamDomain, survey.Team.Domain ?? await answers.FindAsync(question, said, kept, cancellationToken).ConfigureAwait(false));
    }

    private async Task AskPlanAsync(CancellationToken cancellationToken)
    {
        var question = new SetupQuestion("--workers-plan", "Which Workers plan has the account?")
        {
            Choices =
            [
                new("free", "$0 a month: 100,000 requests a day and 10 ms of CPU a request, which is enough for one household"),
                new("paid", "$5 a month, all of the account's Workers together: longer turns and 10 million requests; anything above is billed by use"),
            ],
            Default = "free",
        };
        _wanted.Set(
            SettingKeys.WorkersPlan,
            await answers
                .FindAsync(question, request.WorkersPlan, IsExample ? null : file.Scalar(SettingKeys.WorkersPlan), cancellationToken)
                .ConfigureAwait(false)
        );
    }

    private async Task AskModelAsync(CancellationToken cancellationToken)
    {
        var provider = await answers
            .FindAsync(
                new SetupQuestion("--model-provider", "Which model answers?")
                {
                    Choices =
                    [
                        new("anthropic", "Anthropic, by an API key of yours; billed by Anthropic"),
                        new("openai", "OpenAI, or any API of its shape, by an API key of yours; billed there"),
                        new("workers-ai", "Cloudflare's own models: 10,000 neurons a day are free, then $0.011 a thousand"),
                        new(Demo, "a demo that repeats what it is told: free, to try the way there and back"),
                    ],
                },
                request.ModelProvider,
                file.Scalar(SettingKeys.ModelProvider),
                cancellationToken
            )
            .ConfigureAwait(false);
        _wanted.Set(SettingKeys.ModelProvider, provider);
        if (provider is null or Demo)
        {
            return;
        }

        var question = new SetupQuestion("--model", $"Which of {provider}'s models? (docs/MODELS.md lists those that are known to work)") { Check = NotEmpty };
        _wanted.Set(
            SettingKeys.ModelName,
            await answers.FindAsync(question, request.ModelName, file.Scalar(SettingKeys.ModelName), cancellationToken).ConfigureAwait(false)
        );
        if (request.ModelBaseUrl is not null || (provider == "openai" && request.AiGateway is not true && file.Scalar(SettingKeys.AiGateway) != "true"))
        {
            var address = new SetupQuestion("--model-base-url", "Where is the API?") { Default = "https://api.openai.com/v1", Check = NotEmpty };
            _wanted.Set(
                SettingKeys.ModelBaseUrl,
                await answers.FindAsync(address, request.ModelBaseUrl, file.Scalar(SettingKeys.ModelBaseUrl), cancellationToken).ConfigureAwait(false)
            );
        }
    }

    private async Task AskEmailsAsync(string key, string option, string text, IReadOnlyList<string>? said, CancellationToken cancellationToken)
    {
        var kept = file.Get(key) is StackValue.List list && !list.Items.Any(ExampleValue.IsEmail) ? list.Items : null;
        if (said is null && kept is null && (file.Get(key) is not null || IsExample))
        {
            var question = new SetupQuestion(option, text) { Default = "" };
            var answer = await answers.FindAsync(question, said: null, kept: null, cancellationToken).ConfigureAwait(false);
            said = [.. answer!.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        }

        _wanted.Set(key, said);
    }

    private bool IsOn(string key) => _wanted.File.Scalar(key) == "true";

    private static string? NotEmpty(string text) => text.Length > 0 ? null : "it is empty";
}
