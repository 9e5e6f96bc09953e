using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Random;

namespace NanoClaw.Infra.Components;

/// <summary>What <see cref="Credentials"/> are made from.</summary>
public sealed record CredentialsArgs
{
    public required string AccountId { get; init; }

    /// <summary>Prefix of every name, the environment's own.</summary>
    public required string Name { get; init; }

    public required CredentialSettings Settings { get; init; }
}

/// <summary>
/// The environment's bearer tokens and Access service tokens, one of each a generation. Version N and N-1 are declared together;
/// raising <c>rotationVersion</c> makes N+1 and lets N-1 go, and N goes on working meanwhile.
/// </summary>
/// <remarks>
/// The provider can also rotate a service token in place (<c>clientSecretVersion</c>), but then wants the moment at which the old
/// secret ends as an input: a moment taken from the clock makes every evaluation different, one from the configuration makes a
/// rotation two edits, and the token itself still expires a year after it was first made. A token of its own for each generation
/// has none of these troubles, and the two kinds of credentials follow one rule.
/// </remarks>
public sealed class Credentials : ComponentResource
{
    // 256 bits: beyond guessing, and no character of it needs quoting anywhere.
    private const int TokenBytes = 32;

    public Credentials(string name, CredentialsArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:Credentials", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        Generations = [.. args.Settings.ValidVersions.Select(version => Create(args, version))];
        RegisterOutputs();
    }

    /// <summary>The valid generations, the current one first.</summary>
    public ImmutableArray<CredentialGeneration> Generations { get; }

    /// <summary>The generation that clients are given.</summary>
    public CredentialGeneration Current => Generations[0];

    private CredentialGeneration Create(CredentialsArgs args, int version)
    {
        var keepers = new InputMap<string> { { "version", $"{version}" } };
        var bearer = new RandomBytes(
            $"token-v{version}",
            new() { Length = TokenBytes, Keepers = keepers },
            LogicalName.Child(this, $"{args.Name}-token-v{version}")
        );
        var backup = new RandomBytes($"backup-token-v{version}", new() { Length = TokenBytes, Keepers = keepers }, new() { Parent = this });
        var options = LogicalName.Child(this, $"{args.Name}-service-v{version}");
        // A token keeps the duration it was made with, so that its expiry tells when that was.
        options.IgnoreChanges = ["duration"];
        var service = new ZeroTrustAccessServiceToken(
            $"service-v{version}",
            new()
            {
                AccountId = args.AccountId,
                Name = $"{args.Name}-v{version}",
                Duration = $"{args.Settings.ServiceTokenDays * 24}h",
            },
            options
        );

        // Both are secret in the provider's schema already; said again here, it does not hang on that.
        var token = Output.CreateSecret(bearer.Hex);
        var backupToken = Output.CreateSecret(backup.Hex);
        return new()
        {
            Version = version,
            Token = token,
            TokenSha256 = Output.CreateSecret(token.Apply(Sha256)),
            BackupToken = backupToken,
            BackupTokenSha256 = Output.CreateSecret(backupToken.Apply(Sha256)),
            ServiceTokenId = service.Id,
            ClientId = service.ClientId,
            ClientSecret = Output.CreateSecret(service.ClientSecret),
            CreatedAt = Output.Tuple(service.ExpiresAt, service.Duration).Apply(t => TokenLife.CreatedAt(t.Item1, t.Item2)),
            ExpiresAt = service.ExpiresAt.Apply(TokenLife.Instant),
        };
    }

    // Null only where mocks make no token: the binding then has no text, and neither Cloudflare nor the Worker takes it.
    private static string Sha256(string? token) => token is null ? null! : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
