using NanoClaw.Agents;
using NanoClaw.Home.Configuration;

namespace NanoClaw.Cli.Configuration;

/// <summary>What would keep the pulled values from being used, or make another program use them.</summary>
internal static class ConfigurationWarnings
{
    private const string Older = AgentConfigurationKeys.OlderToken;

    public static IEnumerable<string> For(CliContext context, IConfigurationDocument document, IReadOnlyDictionary<string, string?> settings, string file)
    {
        if (document.ValueOf(Older) is { Length: > 0 } older)
        {
            yield return older == settings[AgentConfigurationKeys.Token]
                ? $"{file} also holds the agent's token as {Older}, the name under which Pulumi's provider looks for Cloudflare's API token: "
                    + $"'pulumi up' with this file loaded would be refused. {AgentConfigurationKeys.Token} holds it now; remove the {Older} line."
                : $"{file} also holds {Older}. The process uses {AgentConfigurationKeys.Token} instead; Pulumi's provider reads {Older} as Cloudflare's API token. "
                    + "Keep the line only if it is that, and remove it if it is an old agent token.";
        }

        if (context.Variable(Older) is { } exported && exported == settings[AgentConfigurationKeys.Token])
        {
            yield return $"The environment holds the agent's token as {Older}, which Pulumi's provider takes for Cloudflare's API token. Unset it.";
        }

        foreach (var setting in AgentSetting.All)
        {
            if (context.Variable(setting.Key) is { } value && value != settings[setting.Key])
            {
                yield return $"{setting.Key} is set to something else in the environment, which wins over {file}. Unset it for the file to be used.";
            }
        }
    }
}
