using Microsoft.Extensions.Configuration.EnvironmentVariables;
using NanoClaw.Agents;

namespace Microsoft.Extensions.Configuration;

/// <summary>Adds a <c>.env</c> file to a configuration.</summary>
public static class DotEnvConfigurationExtensions
{
    /// <summary>Adds the file below the process's environment, which therefore wins, and above the files that were added before that.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="path">The file; relative to the current directory.</param>
    /// <param name="optional">Whether it may be missing.</param>
    /// <exception cref="FormatException">A line of the file is malformed.</exception>
    public static IConfigurationBuilder AddDotEnvFile(this IConfigurationBuilder builder, string path = ".env", bool optional = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var source = new DotEnvConfigurationSource { Path = Path.GetFullPath(path), Optional = optional };
        for (var index = 0; index < builder.Sources.Count; index++)
        {
            if (builder.Sources[index] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                builder.Sources.Insert(index, source);
                return builder;
            }
        }

        builder.Sources.Add(source);
        return builder;
    }
}
