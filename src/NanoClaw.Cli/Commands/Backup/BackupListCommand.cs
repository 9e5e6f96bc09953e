using System.CommandLine;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Output;
using NanoClaw.Host.Text;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Backup;

/// <summary><c>nanoclaw backup list</c>.</summary>
internal static class BackupListCommand
{
    private const string Details = $$"""
        The newest first. ADDED is what it took at its place beyond the ones before it. Those that cannot be read are named on the standard error.

        --json: { to, backups: [{ id, createdAt, agent, logins, groups, files, bytes, addedBytes }], damaged }; agent is whole, notAsked, or away: then the agent's sessions and notes are not in it.

        Examples:
          nanoclaw backup list
          nanoclaw backup list --json | jq -r .backups[0].createdAt

        {{ExitCode.BackupHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var to = BackupOptions.To();
        var json = CommonOptions.Json("the backups");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("list", "Lists the backups.", Details) { to, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = await BackupConnection.OpenAsync(context, parsed.GetValue(env), parsed.GetValue(to), cancellationToken);
                var (whole, damaged) = await connection.ListAsync(cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(
                        context,
                        new ListedBackups(connection.Place.Description, [.. whole.Select(BackupEntry.Of)], damaged),
                        types => types.ListedBackups
                    );
                    return ExitCode.Success;
                }

                foreach (var name in damaged)
                {
                    await context.Error.WriteLineAsync($"note: {name} cannot be read. 'nanoclaw backup verify --all' tells what else is damaged.");
                }

                var table = new TextTable("MADE", "FILES", "SIZE", "ADDED", "HOLDS");
                foreach (var snapshot in whole)
                {
                    table.Add(
                        connection.Times.Of(snapshot.CreatedAt),
                        $"{snapshot.Files}",
                        Size.Text(snapshot.Bytes),
                        Size.Text(snapshot.AddedBytes),
                        Holds(snapshot)
                    );
                }

                table.Write(context);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static string Holds(Snapshot snapshot) =>
        string.Join(
            ", ",
            new[]
            {
                "store",
                $"{snapshot.Groups} groups",
                snapshot.Agent is AgentPart.Whole ? "agent" : null,
                snapshot.Logins ? "logins" : null,
            }.OfType<string>()
        ) + (snapshot.Agent is AgentPart.Away ? "; without the agent, which was away" : "");
}
