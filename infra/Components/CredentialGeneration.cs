using Pulumi;

namespace NanoClaw.Infra.Components;

/// <summary>One generation of an environment's credentials.</summary>
public sealed class CredentialGeneration
{
    public required int Version { get; init; }

    /// <summary>The bearer token; secret.</summary>
    public required Output<string> Token { get; init; }

    /// <summary>All that the Worker knows of <see cref="Token"/>: its SHA-256, in lower-case hexadecimal.</summary>
    public required Output<string> TokenSha256 { get; init; }

    /// <summary>The token of backups, which the agent's client does not need; secret.</summary>
    public required Output<string> BackupToken { get; init; }

    /// <summary>All that the Worker knows of <see cref="BackupToken"/>.</summary>
    public required Output<string> BackupTokenSha256 { get; init; }

    /// <summary>What an Access policy names.</summary>
    public required Output<string> ServiceTokenId { get; init; }

    /// <summary>What a client sends, and a JWT carries as <c>common_name</c>.</summary>
    public required Output<string> ClientId { get; init; }

    /// <summary>The other half; secret.</summary>
    public required Output<string> ClientSecret { get; init; }

    /// <summary>When it was made: RFC 3339 in UTC, or empty where the provider does not tell.</summary>
    public required Output<string> CreatedAt { get; init; }

    /// <summary>When its service token ends by itself, likewise.</summary>
    public required Output<string> ExpiresAt { get; init; }
}
