using System.CommandLine;

namespace NanoClaw.Cli.Commands;

internal static class AskCommand
{
    public static Command Create(CliContext context) => new("ask", context.ProjectFolder);
}
