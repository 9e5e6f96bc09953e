using System.Collections.Immutable;
using NanoClaw.Infra.Deployed;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Worker;
using Pulumi;

namespace NanoClaw.Infra;

/// <summary>One environment of NanoClaw on Cloudflare, as the stack's configuration says.</summary>
public class AgentStack : Stack
{
    public AgentStack()
        : this(options: null) { }

    /// <summary>For a host that looks at every resource as it is registered.</summary>
    /// <param name="options">With what looks.</param>
    /// <param name="built">The Worker; the one that was built beside this program where none is named.</param>
    protected AgentStack(StackOptions? options, WorkerBundle? built = null)
        : base(options)
    {
        var outputs = new AgentDeclaration(PulumiSettings.Read(), built).Outputs;
        AgentEndpoint = outputs.AgentEndpoint;
        AgentToken = outputs.AgentToken;
        AccessClientId = outputs.AccessClientId;
        AccessClientSecret = outputs.AccessClientSecret;
        BackupToken = outputs.BackupToken;
        AdminUrl = outputs.AdminUrl;
        RequestTimeoutMs = outputs.RequestTimeoutMs;
        Environment = outputs.Environment;
        CoveredHostnames = outputs.CoveredHostnames;
        WorkerName = outputs.WorkerName;
        AccountId = outputs.AccountId;
        WorkersPlan = outputs.WorkersPlan;
        RunsPerDay = outputs.RunsPerDay;
        Models = outputs.Models;
        CredentialGeneration = outputs.CredentialGeneration;
        CredentialCreatedAt = outputs.CredentialCreatedAt;
        CredentialExpiresAt = outputs.CredentialExpiresAt;
        DashboardWorker = outputs.DashboardWorker;
        DashboardLogs = outputs.DashboardLogs;
        DashboardAccess = outputs.DashboardAccess;
        DashboardRules = outputs.DashboardRules;
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

    /// <summary>The token of backups: <c>CLOUDFLARE_BACKUP_TOKEN</c>; secret. The agent's own token reads and writes none.</summary>
    [Output("backupToken")]
    public Output<string> BackupToken { get; private set; }

    /// <summary>The page for people; empty where nobody may open one.</summary>
    [Output("adminUrl")]
    public Output<string> AdminUrl { get; private set; }

    /// <summary>How long a client waits, in milliseconds: <c>CLOUDFLARE_REQUEST_TIMEOUT</c>.</summary>
    [Output("requestTimeoutMs")]
    public Output<int> RequestTimeoutMs { get; private set; }

    /// <summary>The environment's name.</summary>
    [Output("environment")]
    public Output<string> Environment { get; private set; }

    /// <summary>The hostnames that the zone's rules of this stack are for; empty where another stack owns them.</summary>
    [Output(HostnameCover.OutputName)]
    public Output<ImmutableArray<string>> CoveredHostnames { get; private set; }

    /// <summary>The Worker's name. The next update is held against it: a Worker of another name has none of this one's sessions.</summary>
    [Output(EarlierDeployment.WorkerNameOutput)]
    public Output<string> WorkerName { get; private set; }

    /// <summary>The account it is in, held against the next update likewise.</summary>
    [Output(EarlierDeployment.AccountIdOutput)]
    public Output<string> AccountId { get; private set; }

    /// <summary>The account's Workers plan, <c>free</c> or <c>paid</c>: what the month costs at least.</summary>
    [Output("workersPlan")]
    public Output<string> WorkersPlan { get; private set; }

    /// <summary>The Worker's cap of runs a day: the groups at home have their shares of it.</summary>
    [Output("runsPerDay")]
    public Output<int> RunsPerDay { get; private set; }

    /// <summary>The models' names in order, with a blank between them: <c>AGENT_MODELS</c>.</summary>
    [Output("models")]
    public Output<string> Models { get; private set; }

    /// <summary>The generation of the credentials in these outputs. The next update has to leave it valid.</summary>
    [Output(EarlierDeployment.GenerationOutput)]
    public Output<int> CredentialGeneration { get; private set; }

    /// <summary>When that generation was made: RFC 3339 in UTC, or empty where the provider does not tell.</summary>
    [Output("credentialCreatedAt")]
    public Output<string> CredentialCreatedAt { get; private set; }

    /// <summary>When its service token ends by itself, likewise.</summary>
    [Output("credentialExpiresAt")]
    public Output<string> CredentialExpiresAt { get; private set; }

    /// <summary>The Worker on the dashboard.</summary>
    [Output("dashboardWorker")]
    public Output<string> DashboardWorker { get; private set; }

    /// <summary>What it logs.</summary>
    [Output("dashboardLogs")]
    public Output<string> DashboardLogs { get; private set; }

    /// <summary>The Access applications.</summary>
    [Output("dashboardAccess")]
    public Output<string> DashboardAccess { get; private set; }

    /// <summary>The zone's rules.</summary>
    [Output("dashboardRules")]
    public Output<string> DashboardRules { get; private set; }
}
