using System.CommandLine;

namespace NanoClaw.Cli.Commands;

internal static class ConfigCommand
{
    public static Command Create(CliContext context) => new("config", "The configuration of the NanoClaw process.") { ConfigPullCommand.Create(context) };
}
