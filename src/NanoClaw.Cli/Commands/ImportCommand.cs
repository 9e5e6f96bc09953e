using System.CommandLine;

namespace NanoClaw.Cli.Commands;

internal static class ImportCommand
{
    public static Command Create(CliContext context) => new("import", "Takes over what another NanoClaw kept.") { ImportV1Command.Create(context) };
}
