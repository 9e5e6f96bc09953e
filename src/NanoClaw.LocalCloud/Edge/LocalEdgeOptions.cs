using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoClaw.LocalCloud.Edge;

/// <summary>What the local edge needs besides what the program declares.</summary>
public sealed record LocalEdgeOptions
{
    /// <summary>The evaluated stack; its zone rules, settings, Access resources and custom domains are enforced.</summary>
    public required DeclaredStack Stack { get; init; }

    /// <summary>The server's certificate with its private key, for every hostname declared.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Where each Worker script listens on this machine, by script name: <c>http://127.0.0.1:port</c>, or <c>unix:///path</c> for a socket.</summary>
    public required IReadOnlyDictionary<string, Uri> Workers { get; init; }

    /// <summary>On 127.0.0.1; 0 takes a free one.</summary>
    public int HttpsPort { get; init; }

    /// <summary>On 127.0.0.1; 0 takes a free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Counts rate limits and the validity of tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
