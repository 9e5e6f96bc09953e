using System.CommandLine;
using System.Text.Json;
using NanoClaw.Backup.Restoring;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Commands.Backup;
using NanoClaw.Cli.Output;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw restore</c>.</summary>
internal static class RestoreCommand
{
    private const string Details = $$"""
        It puts the newest backup, or the last one before --at, in the place of the store, the groups' folders and the sessions and notes at the agent's Worker, and with --logins of the channels' logins. The assistant must not run. Everything is fetched and compared by its checksums before anything changes; what was there is kept aside, and where is said. Killed at any moment, it is ended by the next command: nothing ever sees half of it.

        TIME is a day (2026-03-01: the last backup up to its end), a time of the assistant's time zone (2026-03-01 14:00), ISO 8601, or how long ago (2d).

        --json: { backup, dryRun, changes: [{ part, path, change, detail }], keptAside }; change is add, replace or remove.

        Examples:
          nanoclaw restore --dry-run
          nanoclaw restore
          nanoclaw restore --at 2026-03-01
          nanoclaw restore --at 6h --to /media/stick/nanoclaw

        {{ExitCode.BackupHelp}}
        """;

    private const int ShownChanges = 40;

    public static Command Create(CliContext context)
    {
        var at = new Option<string?>("--at") { Description = "The last backup before this time. Default: the newest.", HelpName = "time" };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Show what would change, and change nothing." };
        var logins = new Option<bool>("--logins") { Description = "The channels' logins too. A login that was used since may be refused." };
        var noAgent = BackupOptions.NoAgent("Leave the sessions and notes at the agent as they are.");
        var force = new Option<bool>("--force") { Description = "Put the agent's sessions and notes back even if it has newer ones." };
        var to = BackupOptions.To();
        var json = CommonOptions.Json("what changed");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("restore", "Replaces the store and the groups' folders by a backup.", Details)
        {
            at,
            dryRun,
            logins,
            noAgent,
            force,
            to,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = await BackupConnection.OpenAsync(context, parsed.GetValue(env), parsed.GetValue(to), cancellationToken);
                var order = new RestoreOrder
                {
                    At = ReadTime(context, connection, parsed.GetValue(at)),
                    Logins = parsed.GetValue(logins),
                    Agent = parsed.GetValue(noAgent) ? null : connection.AgentState,
                    WithoutAgent = parsed.GetValue(noAgent),
                    Force = parsed.GetValue(force),
                };
                var report = await connection.RestoreAsync(order, parsed.GetValue(dryRun), cancellationToken);
                if (parsed.GetValue(json))
                {
                    var changes = report.Changes.Select(change => new RestoredChange(
                        change.Part,
                        change.Path,
                        JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()),
                        change.Detail
                    ));
                    JsonOutput.Write(
                        context,
                        new RestoredBackup(BackupEntry.Of(report.Snapshot), report.IsDryRun, [.. changes], report.Kept),
                        types => types.RestoredBackup
                    );
                    return ExitCode.Success;
                }

                foreach (var line in Lines(connection, report))
                {
                    await context.Out.WriteLineAsync(line);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static DateTimeOffset? ReadTime(CliContext context, BackupConnection connection, string? text) =>
        text is null
            ? null
            : MomentText.Parse(text, TimeZoneInfo.FindSystemTimeZoneById(connection.Assistant.Host.TimeZone), context.Time.GetUtcNow())
                ?? throw new CliException(
                    $"--at takes a day (2026-03-01), a time ('2026-03-01 14:00', 2026-03-01T14:00:00Z) or how long ago (2d, 6h), not '{OneLine.Of(text)}'.",
                    ExitCode.Usage
                );

    private static IEnumerable<string> Lines(BackupConnection connection, RestoreReport report)
    {
        var made = connection.Times.Of(report.Snapshot.CreatedAt);
        foreach (var change in report.Changes.Take(ShownChanges))
        {
            var sign = change.Kind switch
            {
                RestoreChangeKind.Add => "+",
                RestoreChangeKind.Remove => "-",
                _ => "~",
            };
            yield return $"  {sign} {change.Part}/{OneLine.Of(change.Path)}{(change.Detail is { } detail ? $": {OneLine.Of(detail)}" : "")}";
        }

        if (report.Changes.Count > ShownChanges)
        {
            yield return $"  and {report.Changes.Count - ShownChanges} more; --json has them all";
        }

        yield return (report.IsDryRun, report.Changes.Count) switch
        {
            (true, 0) => $"All is as in the backup of {made}.",
            (true, _) => $"The backup of {made} would change this (+ comes, ~ is replaced, - goes aside). Nothing was changed.",
            _ => $"All is as in the backup of {made}.",
        };
        if (report.Kept.Count > 0)
        {
            yield return $"What was there before is kept in {string.Join(" and ", report.Kept)}; remove it once you do not need it.";
        }
    }
}
