using System.CommandLine;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Keys;

namespace NanoClaw.Cli.Commands.Backup;

/// <summary>What the commands of backups have in common.</summary>
internal static class BackupOptions
{
    public static Option<string?> To() =>
        new("--to")
        {
            Description = $"Where the backups are, in the place of {BackupKeys.To}: a folder, or {BackupSettings.Bucket} for the stack's bucket.",
            HelpName = $"folder|{BackupSettings.Bucket}",
        };

    public static Option<bool> NoAgent(string description) => new("--no-agent") { Description = description };
}
