using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoClaw.LocalCloud;

/// <summary>What is brought up, and where.</summary>
public sealed record LocalCloudOptions
{
    /// <summary>The port that <c>nanoclaw dev</c> takes unless told otherwise.</summary>
    public const int DefaultPort = 8443;

    /// <summary>The folder of <c>.nanoclaw</c> and of the stacks' settings.</summary>
    public required string ProjectFolder { get; init; }

    public string Stack { get; init; } = StackName.Local;

    /// <summary>The model of the stack <c>local</c>, and of any other whose key is encrypted in its file.</summary>
    public required ModelChoice Model { get; init; }

    /// <summary>Settings in the place of the stack's own.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The port of HTTPS on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Whether to forget sessions and tokens first.</summary>
    public bool Reset { get; init; }

    /// <summary>
    /// A server as <c>127.0.0.1:port</c> that stands for the whole public web: it is asked for every host, without TLS;
    /// null: the web itself.
    /// </summary>
    public string? Web { get; init; }

    public WorkerdEvents Events { get; init; } = new();

    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
