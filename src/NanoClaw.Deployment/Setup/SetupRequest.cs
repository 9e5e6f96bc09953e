namespace NanoClaw.Deployment.Setup;

/// <summary>What was said beforehand. Whatever is null is found, or asked.</summary>
public sealed record SetupRequest
{
    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The account, by its name or id.</summary>
    public string? Account { get; init; }

    /// <summary>The zone, by its domain or id.</summary>
    public string? Zone { get; init; }

    public string? Hostname { get; init; }

    /// <summary>The Zero Trust team's domain, or its first word.</summary>
    public string? Team { get; init; }

    /// <summary><c>free</c> or <c>paid</c>.</summary>
    public string? WorkersPlan { get; init; }

    /// <summary>The workers.dev subdomain to register where there is none.</summary>
    public string? WorkersSubdomain { get; init; }

    /// <summary><c>owner</c> or <c>member</c>.</summary>
    public string? ZoneRules { get; init; }

    /// <summary>The stack that owns the zone's rules, as organisation/project/stack.</summary>
    public string? OwnerStack { get; init; }

    public string? ModelProvider { get; init; }

    public string? ModelName { get; init; }

    public string? ModelBaseUrl { get; init; }

    public IReadOnlyList<string>? AdminEmails { get; init; }

    public IReadOnlyList<string>? AlertEmails { get; init; }

    public bool? D1 { get; init; }

    public bool? R2 { get; init; }

    public bool? AiGateway { get; init; }

    /// <summary>Only look, and say what differs.</summary>
    public bool Check { get; init; }

    /// <summary>Yes to what is shown.</summary>
    public bool Yes { get; init; }

    /// <summary>Yes to the takeover of the rulesets that are there.</summary>
    public bool Adopt { get; init; }

    /// <summary>Ask for secrets that are set already.</summary>
    public bool ReplaceSecrets { get; init; }

    /// <summary>Whether to end with <c>pulumi preview</c>.</summary>
    public bool Preview { get; init; } = true;
}
