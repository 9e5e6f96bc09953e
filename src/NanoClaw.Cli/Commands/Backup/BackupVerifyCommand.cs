using System.CommandLine;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Output;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Backup;

/// <summary><c>nanoclaw backup verify</c>.</summary>
internal static class BackupVerifyCommand
{
    private const string Details = $$"""
        It restores the newest backup, or with --all each of them, beside what is there, compares every file with the checksum of what was kept, looks through the database for damage, and removes it again. Nothing else is changed, but with --repair: then what cannot be read is removed, and the next backup writes anew what is still at home.

        --json: { to, isWhole, backups: [{ name, backup, fault }], damagedPieces, removed }

        Examples:
          nanoclaw backup verify
          nanoclaw backup verify --all
          nanoclaw backup verify --all --repair && nanoclaw backup

        {{ExitCode.BackupHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var to = BackupOptions.To();
        var all = new Option<bool>("--all", "-a") { Description = "Every backup, not the newest alone." };
        var repair = new Option<bool>("--repair") { Description = "Remove what cannot be read." };
        var json = CommonOptions.Json("what was found");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("verify", "Restores a backup beside and compares it by its checksums.", Details) { to, all, repair, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = await BackupConnection.OpenAsync(context, parsed.GetValue(env), parsed.GetValue(to), cancellationToken);
                var report = await connection.VerifyAsync(parsed.GetValue(all), parsed.GetValue(repair), cancellationToken);
                if (parsed.GetValue(json))
                {
                    var verified = report.Snapshots.Select(snapshot => new VerifiedBackup(
                        snapshot.Name,
                        snapshot.Snapshot is { } whole ? BackupEntry.Of(whole) : null,
                        snapshot.Fault
                    ));
                    JsonOutput.Write(
                        context,
                        new VerifiedBackups(connection.Place.Description, report.IsWhole, [.. verified], report.DamagedPieces, report.Removed),
                        types => types.VerifiedBackups
                    );
                    return report.IsWhole ? ExitCode.Success : ExitCode.Failure;
                }

                foreach (var snapshot in report.Snapshots)
                {
                    var made = snapshot.Snapshot is { } known ? $"of {connection.Times.Of(known.CreatedAt)}" : snapshot.Name;
                    await context.Out.WriteLineAsync(
                        snapshot.Fault is { } fault
                            ? $"The backup {made} is damaged. {OneLine.Of(fault)}"
                            : $"The backup {made} is whole: {snapshot.Snapshot!.Files} files are what was kept."
                    );
                }

                if (report.Snapshots.Count == 0)
                {
                    await context.Out.WriteLineAsync($"There is no whole backup at {OneLine.Of(connection.Place.Description)}. 'nanoclaw backup' makes one.");
                }

                if (report.Removed.Count > 0)
                {
                    await context.Out.WriteLineAsync($"Removed {report.Removed.Count} that cannot be read. 'nanoclaw backup' writes anew what is still here.");
                }

                return report.IsWhole && report.Snapshots.Count > 0 ? ExitCode.Success : ExitCode.Failure;
            }
        );
        return command;
    }
}
