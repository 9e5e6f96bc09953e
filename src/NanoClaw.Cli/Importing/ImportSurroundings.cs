using NanoClaw.Agents;
using NanoClaw.Home;
using NanoClaw.Home.Channels;
using NanoClaw.Home.Settings;
using NanoClaw.Import;

namespace NanoClaw.Cli.Importing;

/// <summary>What an import has to know, of this command's assistant.</summary>
internal static class ImportSurroundings
{
    public static ImportSettings Of(CliContext context, AssistantSettings settings) =>
        new()
        {
            StoreFolder = settings.StoreFolder,
            StoreFile = AssistantSettings.StoreFile,
            DataFolder = Path.GetFullPath(
                settings.Configuration[AgentConfigurationKeys.DataFolder]?.Trim() is { Length: > 0 } folder ? folder : "data",
                context.ProjectFolder
            ),
            Host = settings.Host,
            KeepsSessions = settings.Configuration[AgentConfigurationKeys.Runtime]?.Trim() == ContainerAgentRuntime.Name,
            Channels = AssistantChannels.Names,
            Keys = KnownKeys.All,
            Ask = static async (program, arguments, cancellationToken) => (await Executable.RunAsync(program, arguments, cancellationToken))?.Output,
            Time = context.Time,
        };
}
