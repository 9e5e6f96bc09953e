using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NanoClaw.Agents;

/// <summary>Reads the options from configuration by their exact keys, without reflection. What cannot be read is kept for the validator.</summary>
internal sealed class AgentOptionsReader(IConfiguration configuration) : IConfigureOptions<AgentOptions>
{
    public void Configure(AgentOptions options)
    {
        Text(AgentConfigurationKeys.Runtime, value => options.Runtime = value);

        var cloudflare = options.Cloudflare;
        Text(AgentConfigurationKeys.Endpoint, value => cloudflare.Endpoint = Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out var uri) ? uri : null);
        Text(AgentConfigurationKeys.CaFile, value => cloudflare.CaFile = Path.GetFullPath(value));
        Milliseconds(AgentConfigurationKeys.RequestTimeout, value => cloudflare.RequestTimeout = value);
        Milliseconds(AgentConfigurationKeys.TotalTimeout, value => cloudflare.TotalTimeout = value);
        Text(
            AgentConfigurationKeys.LogContent,
            value =>
            {
                if (bool.TryParse(value, out var on))
                {
                    cloudflare.LogContent = options.Container.LogContent = on;
                }
                else
                {
                    options.Unreadable.Add($"{AgentConfigurationKeys.LogContent} must be true or false.");
                }
            }
        );

        var container = options.Container;
        Text(AgentConfigurationKeys.ContainerEngine, value => container.Engine = value);
        Text(AgentConfigurationKeys.ContainerImage, value => container.Image = value);
        Milliseconds(AgentConfigurationKeys.ContainerTimeout, value => container.Timeout = value);
        Milliseconds(AgentConfigurationKeys.ContainerIdleTimeout, value => container.IdleTimeout = value);
        Number(AgentConfigurationKeys.ContainerMaxOutputBytes, value => container.MaxOutputBytes = value);
        Text(AgentConfigurationKeys.GroupsFolder, value => container.GroupsFolder = value);
        Text(AgentConfigurationKeys.DataFolder, value => container.DataFolder = value);
        Text(AgentConfigurationKeys.MountAllowlist, value => container.MountAllowlist = value);
        Text(
            AgentConfigurationKeys.ContainerEnvironment,
            value => container.EnvironmentNames = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        );

        void Text(string key, Action<string> set)
        {
            if (configuration[key] is { } value && !string.IsNullOrWhiteSpace(value))
            {
                set(value.Trim());
            }
        }

        void Number(string key, Action<long> set) =>
            Text(
                key,
                value =>
                {
                    if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                    {
                        set(number);
                    }
                    else
                    {
                        options.Unreadable.Add($"{key} must be a whole number.");
                    }
                }
            );

        void Milliseconds(string key, Action<TimeSpan> set) =>
            Number(key, value => set(TimeSpan.FromMilliseconds(Math.Clamp(value, int.MinValue, int.MaxValue), 0)));
    }
}
