using System.Collections.Immutable;
using NanoClaw.Infra.Deployed;
using Pulumi;

namespace NanoClaw.Infra;

/// <summary>What a deployed agent tells whoever uses it. Secrets among it are marked as such.</summary>
public sealed record AgentOutputs
{
    /// <summary>Where the agent answers: <c>CLOUDFLARE_AGENT_ENDPOINT</c>.</summary>
    public required Output<string> AgentEndpoint { get; init; }

    /// <summary>The bearer token: <c>CLOUDFLARE_AGENT_TOKEN</c>; secret.</summary>
    public required Output<string> AgentToken { get; init; }

    /// <summary>The service token's id: <c>CLOUDFLARE_ACCESS_CLIENT_ID</c>.</summary>
    public required Output<string> AccessClientId { get; init; }

    /// <summary>The service token's secret: <c>CLOUDFLARE_ACCESS_CLIENT_SECRET</c>; secret.</summary>
    public required Output<string> AccessClientSecret { get; init; }

    /// <summary>The token of backups: <c>CLOUDFLARE_BACKUP_TOKEN</c>; secret. The agent's own token reads and writes none.</summary>
    public required Output<string> BackupToken { get; init; }

    /// <summary>The page for people; empty where nobody may open one.</summary>
    public required Output<string> AdminUrl { get; init; }

    /// <summary>How long a client waits, in milliseconds: <c>CLOUDFLARE_REQUEST_TIMEOUT</c>.</summary>
    public required Output<int> RequestTimeoutMs { get; init; }

    /// <summary>The environment's name.</summary>
    public required Output<string> Environment { get; init; }

    /// <summary>The hostnames that the zone's rules of this stack are for; empty where another stack owns them.</summary>
    public required Output<ImmutableArray<string>> CoveredHostnames { get; init; }

    /// <summary>The Worker's name. The next update is held against it: a Worker of another name has none of this one's sessions.</summary>
    public required Output<string> WorkerName { get; init; }

    /// <summary>The account it is in, held against the next update likewise.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The account's Workers plan, <c>free</c> or <c>paid</c>: what the month costs at least.</summary>
    public required Output<string> WorkersPlan { get; init; }

    /// <summary>The Worker's cap of runs a day: the groups at home have their shares of it.</summary>
    public required Output<int> RunsPerDay { get; init; }

    /// <summary>The models' names in order, with a blank between them: <c>AGENT_MODELS</c>.</summary>
    public required Output<string> Models { get; init; }

    /// <summary>The generation of the credentials in these outputs. The next update has to leave it valid.</summary>
    public required Output<int> CredentialGeneration { get; init; }

    /// <summary>When that generation was made: RFC 3339 in UTC, or empty where the provider does not tell.</summary>
    public required Output<string> CredentialCreatedAt { get; init; }

    /// <summary>When its service token ends by itself, likewise.</summary>
    public required Output<string> CredentialExpiresAt { get; init; }

    /// <summary>The Worker on the dashboard.</summary>
    public required Output<string> DashboardWorker { get; init; }

    /// <summary>What it logs.</summary>
    public required Output<string> DashboardLogs { get; init; }

    /// <summary>The Access applications.</summary>
    public required Output<string> DashboardAccess { get; init; }

    /// <summary>The zone's rules.</summary>
    public required Output<string> DashboardRules { get; init; }

    /// <summary>
    /// By the names under which <c>nanoclaw config pull</c> and the next update look for them: return it from a program of your
    /// own, or neither finds them.
    /// </summary>
    public IDictionary<string, object?> ToDictionary() =>
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["agentEndpoint"] = AgentEndpoint,
            ["agentToken"] = AgentToken,
            ["accessClientId"] = AccessClientId,
            ["accessClientSecret"] = AccessClientSecret,
            ["backupToken"] = BackupToken,
            ["adminUrl"] = AdminUrl,
            ["requestTimeoutMs"] = RequestTimeoutMs,
            ["environment"] = Environment,
            [HostnameCover.OutputName] = CoveredHostnames,
            [EarlierDeployment.WorkerNameOutput] = WorkerName,
            [EarlierDeployment.AccountIdOutput] = AccountId,
            ["workersPlan"] = WorkersPlan,
            ["runsPerDay"] = RunsPerDay,
            ["models"] = Models,
            [EarlierDeployment.GenerationOutput] = CredentialGeneration,
            ["credentialCreatedAt"] = CredentialCreatedAt,
            ["credentialExpiresAt"] = CredentialExpiresAt,
            ["dashboardWorker"] = DashboardWorker,
            ["dashboardLogs"] = DashboardLogs,
            ["dashboardAccess"] = DashboardAccess,
            ["dashboardRules"] = DashboardRules,
        };
}
