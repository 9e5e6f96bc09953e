using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Groups;

/// <summary><c>nanoclaw groups list</c>.</summary>
internal static class GroupsListCommand
{
    private const string Details = $$"""
        A chat is known once a message of it came in, or the channel named it. CALL is what a message has to begin with to be answered, any where no call is needed. LAST is the time or the day of its last message. MODEL stands there where a group was given a model or an effort by /model or /effort in the main group.

        --json: an array of { jid, name, registered, folder, trigger, requiresTrigger, fetch, model, effort, isMain, channel, lastMessageAt, addedAt }.

        Examples:
          nanoclaw groups list
          nanoclaw groups list --all                     # find the jid of a chat to add
          nanoclaw groups list --json | jq -r '.[].folder'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Also the chats that are known and not registered, the latest first." };
        var json = CommonOptions.Json("the groups");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("list", "Lists the registered groups.", Details) { all, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.TryOpen(context, parsed.GetValue(env));
                var entries = connection is null ? [] : await ReadAsync(connection, parsed.GetValue(all), cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, entries, types => types.IReadOnlyListGroupEntry);
                }
                else if (connection is not null)
                {
                    Show(connection, entries);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<IReadOnlyList<GroupEntry>> ReadAsync(StoreConnection connection, bool all, CancellationToken cancellationToken)
    {
        var chats = await connection.Store.Chats.ListAsync(cancellationToken);
        var byJid = chats.ToDictionary(chat => chat.Jid, StringComparer.Ordinal);
        var groups = await connection.Store.Groups.ListAsync(cancellationToken);
        var registered = groups.Select(group => group.Jid).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. groups.OrderByDescending(group => group.IsMain).Select(group => GroupEntry.Of(group, byJid.GetValueOrDefault(group.Jid))),
            .. chats.Where(chat => all && !registered.Contains(chat.Jid)).Select(GroupEntry.Of),
        ];
    }

    private static void Show(StoreConnection connection, IReadOnlyList<GroupEntry> entries)
    {
        var context = connection.Context;
        if (entries.Count == 0)
        {
            context.Out.WriteLine(
                "No group is registered. 'nanoclaw groups list --all' shows the chats that are known, 'nanoclaw groups add JID --folder NAME' registers one."
            );
            return;
        }

        var hasModels = entries.Any(entry => entry.Model is not null || entry.Effort is not null);
        var table = new TextTable(["FOLDER", "JID", "CALL", "CHANNEL", "LAST", .. hasModels ? ["MODEL"] : Array.Empty<string>(), "NAME"]);
        foreach (var entry in entries)
        {
            string?[] model = hasModels
                ?
                [
                    entry.Model is null ? entry.Effort
                    : entry.Effort is null ? entry.Model
                    : $"{entry.Model}, {entry.Effort}",
                ]
                : [];
            table.Add([
                entry.IsMain ? $"{entry.Folder} (main)" : entry.Folder,
                entry.Jid,
                !entry.Registered ? null
                : entry is { IsMain: false, RequiresTrigger: true } ? entry.Trigger
                : "any",
                entry.Channel,
                connection.Times.Brief(entry.LastMessageAt, connection.Now),
                .. model,
                entry.Name,
            ]);
        }

        table.Write(context);
    }
}
