using Microsoft.Extensions.Configuration;

namespace NanoClaw.Agents;

/// <summary>A <c>.env</c> file as a source of configuration that notices when the file changes.</summary>
public sealed class DotEnvConfigurationSource : IConfigurationSource
{
    /// <summary>The file's path.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the file may be missing. Default true.</summary>
    public bool Optional { get; init; } = true;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new DotEnvConfigurationProvider(this);
}
