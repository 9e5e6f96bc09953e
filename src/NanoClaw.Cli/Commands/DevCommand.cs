using System.CommandLine;

namespace NanoClaw.Cli.Commands;

internal static class DevCommand
{
    public static Command Create(CliContext context) => new("dev", context.ProjectFolder);
}
