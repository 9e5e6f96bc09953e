using System.CommandLine;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Output;
using NanoClaw.Host.Text;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Backup;

/// <summary><c>nanoclaw backup</c>.</summary>
internal static class BackupCommand
{
    private const string Details = $$"""
        It keeps the store, the groups' folders and, where CLOUDFLARE_BACKUP_TOKEN is set, the sessions and notes that the agent keeps at its Worker; with --logins the channels' logins too. A run that is under way is taken up after a restore as one that was never sent. All of it is encrypted by a key that is made at the first backup and stays here: print it with 'nanoclaw backup key show'. The assistant may run meanwhile, but not with --logins. Only what has changed takes room. Afterwards the older ones that BACKUP_KEEP_DAYS, _WEEKS and _MONTHS do not keep are removed.

        Killed at any moment it leaves the earlier backups whole, and none that only seems to be.

        --json: { backup: { id, createdAt, agent, logins, groups, files, bytes, addedBytes }, to, expired, leftOut, pruneFailure }

        Examples:
          nanoclaw backup
          nanoclaw backup --to /media/stick/nanoclaw
          nanoclaw backup --logins                  # while the assistant does not run

        {{ExitCode.BackupHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var to = BackupOptions.To();
        var logins = new Option<bool>("--logins") { Description = "The channels' logins too: whoever has these and the key can be you there." };
        var noAgent = BackupOptions.NoAgent("Without the agent's sessions and notes.");
        var anew = new Option<bool>("--anew")
        {
            Description = "Begin a new series of backups where earlier ones were removed on purpose; otherwise their place counts as out of reach.",
        };
        var json = CommonOptions.Json("what was made");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("backup", "Keeps the store, the groups' folders and the agent's memory, encrypted, elsewhere.", Details)
        {
            to,
            logins,
            noAgent,
            anew,
            json,
            env,
            BackupListCommand.Create(context),
            BackupVerifyCommand.Create(context),
            BackupKeyCommand.Create(context),
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = await BackupConnection.OpenAsync(context, parsed.GetValue(env), parsed.GetValue(to), cancellationToken);
                var report = await connection.BackUpAsync(parsed.GetValue(logins), !parsed.GetValue(noAgent), parsed.GetValue(anew), cancellationToken);
                foreach (var left in report.LeftOut)
                {
                    await context.Error.WriteLineAsync($"note: {TerminalText.Safe(left)}");
                }

                if (report.PruneFailure is { } failure)
                {
                    await context.Error.WriteLineAsync($"note: {TerminalText.Safe(failure)}");
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(
                        context,
                        new MadeBackup(BackupEntry.Of(report.Snapshot), connection.Place.Description, report.Expired, report.LeftOut, report.PruneFailure),
                        types => types.MadeBackup
                    );
                }
                else
                {
                    await context.Out.WriteLineAsync(Say(connection, report));
                }

                return report.Snapshot.Agent is AgentPart.Away ? ExitCode.Unavailable : ExitCode.Success;
            }
        );
        return command;
    }

    private static string Say(BackupConnection connection, BackupReport report)
    {
        var made = report.Snapshot;
        return $"The backup {made.Id} is at {OneLine.Of(connection.Place.Description)}: {made.Files} files, {Size.Text(made.Bytes)}, of which {Size.Text(made.AddedBytes)} had to be added."
            + (report.Expired == 0 ? "" : $" {report.Expired} older {(report.Expired == 1 ? "one was" : "ones were")} removed.");
    }
}
