using System.Collections.Immutable;
using NanoClaw.Infra.Checks;
using NanoClaw.Infra.Components;
using NanoClaw.Infra.Deployed;
using NanoClaw.Infra.Rules;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Worker;
using Pulumi;

namespace NanoClaw.Infra;

/// <summary>Declares one environment: its credentials, its gate, its Worker, and the zone's rules where it owns them.</summary>
internal sealed class AgentDeclaration
{
    /// <param name="settings">What is wanted.</param>
    /// <param name="built">The Worker; the one that was built beside this program where none is named.</param>
    /// <param name="parent">What all of it belongs to; null for the stack itself.</param>
    public AgentDeclaration(StackSettings settings, WorkerBundle? built = null, Resource? parent = null)
    {
        // Whatever can be refused is refused here: nothing is registered before all of it is there.
        var bundle = built ?? WorkerBundle.LoadBuilt([.. settings.Models.Select(model => model.Provider)]);
        var checkScript = settings.ContractCheck ? ContractCheckScript.Load() : null;
        var groundwork = Groundwork.Lay(settings, bundle.Manifest, parent);

        var name = settings.WorkerName;
        var credentials = new Credentials(
            "credentials",
            new()
            {
                AccountId = settings.AccountId,
                Name = name,
                Settings = settings.Credentials,
            },
            Below(parent)
        );
        var gate = new AccessGate(
            "access",
            new()
            {
                AccountId = settings.AccountId,
                Name = name,
                Hostname = settings.Hostname,
                ServiceTokenIds = [.. credentials.Generations.Select(g => g.ServiceTokenId)],
                AdminEmails = settings.Access.AdminEmails,
            },
            Below(parent)
        );
        var rules = settings.ZoneRules is { } zoneRules
            ? new ZoneRules(
                "zone",
                new()
                {
                    Name = name,
                    Zone = settings.Zone,
                    Settings = zoneRules,
                },
                Below(parent)
            )
            : null;
        var storage = new Storage(
            "storage",
            new()
            {
                AccountId = settings.AccountId,
                Name = name,
                Settings = settings.Storage,
            },
            Below(parent)
        );
        var worker = new Moltworker(
            "moltworker",
            new()
            {
                Settings = settings,
                Bundle = bundle,
                Migrations = groundwork.Migrations,
                Storage = storage,
            },
            Below(parent)
        );
        var front = new Front(
            "front",
            new()
            {
                Settings = settings,
                Bundle = bundle,
                Agent = worker,
                Audience = gate.Application.Aud,
                Credentials = credentials.Generations,
                Storage = storage,
                Guards = [gate.Application, gate.AdminApplication, .. rules?.Resources ?? []],
            },
            Below(parent)
        );

        if (settings.Access.AdminEmails.Count > 0)
        {
            _ = new AdminPage(
                "admin-page",
                new()
                {
                    Settings = settings,
                    Bundle = bundle,
                    Agent = worker,
                    Front = front,
                    Audience = gate.AdminApplication.Aud,
                    Credentials = credentials.Current,
                    Guards = [gate.AdminApplication, .. rules?.Resources ?? []],
                },
                Below(parent)
            );
        }

        if (settings.Alerts.Emails.Count > 0)
        {
            _ = new Alerts(
                "alerts",
                new()
                {
                    AccountId = settings.AccountId,
                    Name = name,
                    Settings = settings.Alerts,
                    Plan = settings.Zone.Plan,
                },
                Below(parent)
            );
        }

        var dashboard = new Dashboard(settings);
        Outputs = new()
        {
            AgentEndpoint = front.Domain.Hostname.Apply(host => $"https://{host}"),
            AgentToken = credentials.Current.Token,
            AccessClientId = credentials.Current.ClientId,
            AccessClientSecret = credentials.Current.ClientSecret,
            BackupToken = credentials.Current.BackupToken,
            AdminUrl = Output.Create(settings.Access.AdminEmails.Count > 0 ? $"https://{settings.Hostname}{AgentRules.AdminPath}" : ""),
            RequestTimeoutMs = Output.Create(settings.RequestTimeoutMs),
            Environment = Output.Create(settings.Environment),
            CoveredHostnames = Output.Create(settings.ZoneRules?.Hostnames.ToImmutableArray() ?? []),
            WorkerName = worker.Script.ScriptName,
            AccountId = Output.Create(settings.AccountId),
            WorkersPlan = Output.Create(settings.WorkersPaid ? "paid" : "free"),
            RunsPerDay = Output.Create(settings.Limits.RunsPerDay),
            Models = Output.Create(string.Join(' ', settings.Models.Select(model => model.Name ?? model.Provider))),
            CredentialGeneration = Output.Create(credentials.Current.Version),
            CredentialCreatedAt = credentials.Current.CreatedAt,
            CredentialExpiresAt = credentials.Current.ExpiresAt,
            DashboardWorker = Output.Create(dashboard.Worker),
            DashboardLogs = Output.Create(dashboard.Logs),
            DashboardAccess = Output.Create(dashboard.Access),
            DashboardRules = Output.Create(dashboard.Rules),
        };

        if (checkScript is not null)
        {
            _ = new ContractCheck(
                "contract-check",
                new()
                {
                    Name = name,
                    Script = checkScript,
                    Endpoint = Outputs.AgentEndpoint,
                    Credentials = credentials.Current,
                    Bundle = bundle,
                    After = [worker.Script, front.Script, front.Domain, front.Route],
                },
                Below(parent)
            );
        }
    }

    public AgentOutputs Outputs { get; }

    private static ComponentResourceOptions? Below(Resource? parent) => parent is null ? null : new() { Parent = parent };
}
