using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Sessions;

/// <summary><c>nanoclaw sessions list</c>.</summary>
internal static class SessionsListCommand
{
    private const string Details = $$"""
        A group without a session begins one with its next message.

        --json: an array of { groupFolder, sessionId }.

        Examples:
          nanoclaw sessions list
          nanoclaw sessions list --json | jq -r '.[] | select(.sessionId) | .groupFolder'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json("the sessions");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("list", "Lists the groups with their sessions.", Details) { json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.TryOpen(context, parsed.GetValue(env));
                var entries = connection is null ? [] : await ReadAsync(connection, cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, entries, types => types.IReadOnlyListSessionEntry);
                }
                else if (connection is not null)
                {
                    var table = new TextTable("GROUP", "SESSION");
                    foreach (var entry in entries)
                    {
                        table.Add(entry.GroupFolder, entry.SessionId);
                    }

                    table.Write(context);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<IReadOnlyList<SessionEntry>> ReadAsync(StoreConnection connection, CancellationToken cancellationToken)
    {
        var entries = new List<SessionEntry>();
        foreach (var group in await connection.Store.Groups.ListAsync(cancellationToken))
        {
            entries.Add(new(group.Folder, await connection.Store.Sessions.FindAsync(group.Folder, cancellationToken)));
        }

        return entries;
    }
}
