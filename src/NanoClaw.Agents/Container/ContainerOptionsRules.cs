using Microsoft.Extensions.Options;

namespace NanoClaw.Agents;

[OptionsValidator]
internal sealed partial class ContainerOptionsAnnotations : IValidateOptions<ContainerAgentOptions>;

/// <summary>All that can be wrong with the options of the container runtime.</summary>
internal static class ContainerOptionsRules
{
    private static readonly ContainerOptionsAnnotations Annotations = new();

    public static IEnumerable<string> Mistakes(ContainerAgentOptions options)
    {
        foreach (var failure in Annotations.Validate(name: null, options).Failures ?? [])
        {
            yield return failure[(failure.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }

        if (!string.IsNullOrEmpty(options.Engine) && ContainerEngine.Find(options.Engine) is null)
        {
            yield return $"{AgentConfigurationKeys.ContainerEngine}: there is no '{options.Engine}' on the PATH. Install it, or set {AgentConfigurationKeys.Runtime}={CloudflareAgentRuntime.Name}.";
        }

        foreach (var name in options.EnvironmentNames)
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                yield return $"{AgentConfigurationKeys.ContainerEnvironment} must hold names of environment variables, comma-separated, and no values.";
                yield break;
            }
        }
    }
}
