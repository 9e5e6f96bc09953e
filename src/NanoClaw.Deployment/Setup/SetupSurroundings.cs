using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Setup;

/// <summary>What a setup works with.</summary>
public sealed record SetupSurroundings
{
    /// <summary>The stacks' files.</summary>
    public required StackFolder Folder { get; init; }

    /// <summary>Cloudflare's API, with the token that is looked at.</summary>
    public required CloudflareClient Cloudflare { get; init; }

    /// <summary>The Pulumi CLI, with the same token in its environment.</summary>
    public required PulumiCommandLine Pulumi { get; init; }

    /// <summary>Reads an environment variable; null and empty mean the same.</summary>
    public required Func<string, string?> Variable { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
