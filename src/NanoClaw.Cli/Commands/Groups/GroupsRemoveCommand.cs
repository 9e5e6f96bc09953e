using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Groups;

/// <summary><c>nanoclaw groups remove</c>.</summary>
internal static class GroupsRemoveCommand
{
    private const string Details = $$"""
        The chat is not answered any more, and the group's active tasks are paused. Nothing else goes: its messages, its session and its folder stay, and 'groups add' with the same folder takes it up again.

        --json: { jid, folder, pausedTasks }.

        Examples:
          nanoclaw groups remove family
          nanoclaw groups remove 120363041234567890@g.us

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var which = new Argument<string>("JID|FOLDER") { Description = "The group." };
        var json = CommonOptions.Json("what was removed");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("remove", "Stops serving a group; its messages and its folder stay.", Details) { which, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var store = connection.Store;
                var group = (await Home.Administration.Groups.ReadAsync(store, cancellationToken)).Get(parsed.GetValue(which)!);
                await store.Groups.RemoveAsync(group.Jid, cancellationToken);
                var paused = new List<string>();
                foreach (var task in await store.Tasks.ListAsync(group.Folder, cancellationToken))
                {
                    if (
                        task.Status is ScheduledTaskStatus.Active
                        && await TaskChange.ApplyAsync(store, task.Id, static now => now with { Status = ScheduledTaskStatus.Paused }, cancellationToken)
                            is not null
                    )
                    {
                        paused.Add(task.Id);
                    }
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, new RemovedGroup(group.Jid, group.Folder, paused), types => types.RemovedGroup);
                }
                else
                {
                    await context.Out.WriteLineAsync(
                        $"Removed {group.Folder} ({OneLine.Of(group.Name)}). Its messages stay, and so does {Path.Combine(connection.Settings.Host.GroupsFolder, group.Folder)}."
                    );
                }

                if (paused.Count > 0)
                {
                    await context.Error.WriteLineAsync(
                        $"note: its tasks are paused: {string.Join(", ", paused)}. They wait for the group to be added again (then: nanoclaw tasks resume ID), or end with 'nanoclaw tasks cancel ID'."
                    );
                }

                if (group.IsMain)
                {
                    await context.Error.WriteLineAsync("note: it was the main group. Choose another: nanoclaw groups set FOLDER --main.");
                }

                return ExitCode.Success;
            }
        );
        return command;
    }
}
