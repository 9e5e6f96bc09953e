using System.Collections.Immutable;
using NanoClaw.Infra.Components;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Worker;
using Pulumi;

namespace NanoClaw.Infra;

/// <summary>One environment of NanoClaw on Cloudflare: its credentials, its gate, its Worker, and the zone's rules where it owns them.</summary>
public class AgentStack : Stack
{
    public AgentStack()
        : this(options: null)
    {
    }

    /// <summary>For a host that looks at every resource as it is registered.</summary>
    protected AgentStack(StackOptions? options)
        : base(options)
    {
        // Both can fail, and nothing is registered before both are there.
        var settings = PulumiSettings.Read();
        var bundle = WorkerBundle.LoadBuilt();

        var name = settings.WorkerName;
        var hostname = HostnameCover.Confirm(settings);
        var credentials = new Credentials("credentials", new() { AccountId = settings.AccountId, Name = name, Settings = settings.Credentials }, OnceCovered());
        var gate = new AccessGate("access", new()
        {
            AccountId = settings.AccountId,
            Name = name,
            Hostname = hostname,
            ServiceTokenIds = [.. credentials.Generations.Select(g => g.ServiceTokenId)],
            AdminEmails = settings.Access.AdminEmails,
        }, OnceCovered());
        var rules = settings.ZoneRules is { } zoneRules
            ? new ZoneRules("zone", new() { Name = name, Zone = settings.Zone, Settings = zoneRules })
            : null;
        var storage = new Storage("storage", new() { AccountId = settings.AccountId, Name = name, Settings = settings.Storage }, OnceCovered());
        var worker = new Moltworker("moltworker", new()
        {
            Settings = settings,
            Bundle = bundle,
            Hostname = hostname,
            Audience = gate.Application.Aud,
            Credentials = credentials.Generations,
            Storage = storage,
            Guards = [gate.Application, gate.AdminApplication, .. rules?.Resources ?? []],
        }, OnceCovered());

        if (settings.Alerts.Emails.Count > 0)
        {
            _ = new Alerts("alerts", new() { AccountId = settings.AccountId, Name = name, Settings = settings.Alerts, Plan = settings.Zone.Plan }, OnceCovered());
        }

        AgentEndpoint = worker.Domain.Hostname.Apply(host => $"https://{host}");
        AgentToken = credentials.Current.Token;
        AccessClientId = credentials.Current.ClientId;
        AccessClientSecret = credentials.Current.ClientSecret;
        RequestTimeoutMs = Output.Create(settings.RequestTimeoutMs);
        Environment = Output.Create(settings.Environment);
        CoveredHostnames = Output.Create(settings.ZoneRules?.Hostnames.ToImmutableArray() ?? []);

        if (settings.ContractCheck)
        {
            _ = new ContractCheck("contract-check", new()
            {
                Name = name,
                Endpoint = AgentEndpoint,
                Credentials = credentials.Current,
                Bundle = bundle,
                After = [worker.Script, worker.Domain],
            }, OnceCovered());
        }

        // A component waits for what it depends on, and its children for it: a hostname that is refused leaves nothing behind.
        ComponentResourceOptions OnceCovered() => new() { DependsOn = hostname.Apply(_ => Array.Empty<Resource>()) };
    }

    /// <summary>Where the agent answers: <c>CLOUDFLARE_AGENT_ENDPOINT</c>.</summary>
    [Output("agentEndpoint")]
    public Output<string> AgentEndpoint { get; private set; }

    /// <summary>The bearer token: <c>CLOUDFLARE_AGENT_TOKEN</c>; secret.</summary>
    [Output("agentToken")]
    public Output<string> AgentToken { get; private set; }

    /// <summary>The service token's id: <c>CLOUDFLARE_ACCESS_CLIENT_ID</c>.</summary>
    [Output("accessClientId")]
    public Output<string> AccessClientId { get; private set; }

    /// <summary>The service token's secret: <c>CLOUDFLARE_ACCESS_CLIENT_SECRET</c>; secret.</summary>
    [Output("accessClientSecret")]
    public Output<string> AccessClientSecret { get; private set; }

    /// <summary>How long a client waits, in milliseconds: <c>CLOUDFLARE_REQUEST_TIMEOUT</c>.</summary>
    [Output("requestTimeoutMs")]
    public Output<int> RequestTimeoutMs { get; private set; }

    /// <summary>The environment's name.</summary>
    [Output("environment")]
    public Output<string> Environment { get; private set; }

    /// <summary>The hostnames that the zone's rules of this stack are for; empty where another stack owns them.</summary>
    [Output(HostnameCover.OutputName)]
    public Output<ImmutableArray<string>> CoveredHostnames { get; private set; }
}
