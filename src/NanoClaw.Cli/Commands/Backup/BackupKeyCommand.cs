using System.CommandLine;

namespace NanoClaw.Cli.Commands.Backup;

/// <summary><c>nanoclaw backup key</c>.</summary>
internal static class BackupKeyCommand
{
    public static Command Create(CliContext context) =>
        new("key", "The key of the backups, to print and to take back.") { BackupKeyShowCommand.Create(context), BackupKeyImportCommand.Create(context) };
}
