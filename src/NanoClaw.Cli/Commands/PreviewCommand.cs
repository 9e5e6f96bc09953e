using System.CommandLine;

namespace NanoClaw.Cli.Commands;

internal static class PreviewCommand
{
    public static Command Create(CliContext context) => new("preview", context.ProjectFolder);
}
