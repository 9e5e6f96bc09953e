using NanoClaw.Edge.Plans;

namespace NanoClaw.Infra.Settings;

/// <summary>One environment's configuration, read once and valid throughout.</summary>
public sealed record StackSettings
{
    /// <summary>The environment, which is the stack's name.</summary>
    public required string Environment { get; init; }

    public required string AccountId { get; init; }

    public required ZoneIdentity Zone { get; init; }

    /// <summary>Where this environment's Worker answers.</summary>
    public required string Hostname { get; init; }

    public required string WorkerName { get; init; }

    /// <summary>Whether the account has the Workers Paid plan.</summary>
    public required bool WorkersPaid { get; init; }

    /// <summary>The zone-wide rules, where this stack owns them; null where another does.</summary>
    public required ZoneRuleSettings? ZoneRules { get; init; }

    /// <summary>The stack that owns the zone's rules, to be asked whether it covers <see cref="Hostname"/>; null where it is not asked.</summary>
    public required string? OwnerStack { get; init; }

    public required AccessSettings Access { get; init; }

    public required CredentialSettings Credentials { get; init; }

    public required ModelSettings Model { get; init; }

    /// <summary>The models that are asked where those before them do not answer, in order.</summary>
    public required IReadOnlyList<ModelSettings> NextModels { get; init; }

    /// <summary>Seconds without a sign of life after which the next model is asked.</summary>
    public required int ModelSilenceSeconds { get; init; }

    /// <summary>All models in order.</summary>
    public IEnumerable<ModelSettings> Models => [Model, .. NextModels];

    public required WorkerLimitSettings Limits { get; init; }

    /// <summary>Part of the requests whose logs are kept, 0 to 1.</summary>
    public required double LogSampling { get; init; }

    public required AlertSettings Alerts { get; init; }

    public required StorageSettings Storage { get; init; }

    /// <summary>How long the client waits for an answer, in milliseconds: handed on as an output.</summary>
    public required int RequestTimeoutMs { get; init; }

    /// <summary>Whether the deployed contract is checked at the end of an update.</summary>
    public required bool ContractCheck { get; init; }
}

/// <summary>The zone and what its plan allows.</summary>
public sealed record ZoneIdentity(string Id, string Name, PlanCapabilities Plan);

/// <summary>Who passes Access.</summary>
public sealed record AccessSettings
{
    /// <summary>The team's domain, such as <c>example.cloudflareaccess.com</c>.</summary>
    public required string TeamDomain { get; init; }

    /// <summary>People let in to <c>/admin</c>; where it is empty there is no such page.</summary>
    public required IReadOnlyList<string> AdminEmails { get; init; }

    /// <summary>Whether they may read conversations there.</summary>
    public required bool AdminReadsConversations { get; init; }
}

/// <summary>Which generations of the credentials are valid.</summary>
public sealed record CredentialSettings
{
    /// <summary>The current generation, counted from 1.</summary>
    public required int RotationVersion { get; init; }

    /// <summary>Whether the generation before stays valid.</summary>
    public required bool KeepPrevious { get; init; }

    /// <summary>A generation that clients hold and that an update may end all the same; 0 for none.</summary>
    public required int EndGeneration { get; init; }

    /// <summary>How long a service token lives, in days.</summary>
    public required int ServiceTokenDays { get; init; }

    /// <summary>The generations that are valid together, the current one first.</summary>
    public IReadOnlyList<int> ValidVersions => KeepPrevious && RotationVersion > 1 ? [RotationVersion, RotationVersion - 1] : [RotationVersion];
}

/// <summary>A model that answers.</summary>
public sealed record ModelSettings
{
    /// <summary><c>anthropic</c>, <c>openai</c>, <c>workers-ai</c> or <c>demo</c>.</summary>
    public required string Provider { get; init; }

    public required string? Name { get; init; }

    public required string? BaseUrl { get; init; }

    /// <summary>How the API at the base URL differs from others of its shape; <c>auto</c> goes by its host.</summary>
    public required string Dialect { get; init; }

    public required SecretText? ApiKey { get; init; }

    /// <summary>Opens the AI Gateway; null where the model is not called through one.</summary>
    public required SecretText? GatewayToken { get; init; }

    /// <summary>Whether it is called through the stack's AI Gateway.</summary>
    public required bool IsThroughGateway { get; init; }
}

/// <summary>Alerts by e-mail; none where no address is given.</summary>
public sealed record AlertSettings
{
    public required IReadOnlyList<string> Emails { get; init; }

    /// <summary>What a month may cost, in USD.</summary>
    public required int MonthlyBudgetUsd { get; init; }
}

/// <summary>Storage that is declared only when asked for.</summary>
public sealed record StorageSettings
{
    public required bool D1 { get; init; }

    public required bool R2 { get; init; }

    /// <summary>Cloudflare's location hint; null leaves the choice to Cloudflare.</summary>
    public required string? Location { get; init; }

    public required bool AiGateway { get; init; }

    /// <summary>Whether Pulumi refuses to delete what holds data.</summary>
    public required bool Protect { get; init; }
}
