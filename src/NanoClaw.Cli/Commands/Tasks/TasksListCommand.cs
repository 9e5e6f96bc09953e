using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Home.Administration;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Tasks;

/// <summary><c>nanoclaw tasks list</c>.</summary>
internal static class TasksListCommand
{
    private const int PromptShown = 60;

    private const string Details = $$"""
        Any beginning of an ID that no other task has stands for it. A task is failing when its last run failed: 'tasks show ID' tells why.

        --json: an array of { id, groupFolder, chatJid, prompt, scheduleType, scheduleValue, contextMode, status, nextRun, lastRun, lastResult, createdAt }; scheduleType is cron, interval (milliseconds) or once, status is active, paused or completed.

        Examples:
          nanoclaw tasks list
          nanoclaw tasks list --group family --all
          nanoclaw tasks list --json | jq -r '.[] | select(.status == "paused") | .id'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var group = new Option<string?>("--group", "-g") { Description = "Only those of this group: its folder or jid." };
        var all = new Option<bool>("--all", "-a") { Description = "Also those that are completed." };
        var json = CommonOptions.Json("the tasks");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("list", "Lists the tasks, the next due first.", Details) { group, all, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.TryOpen(context, parsed.GetValue(env));
                var tasks = connection is null ? [] : await ReadAsync(connection.Store, parsed.GetValue(group), parsed.GetValue(all), cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, [.. tasks.Select(TaskEntry.Of)], types => types.IReadOnlyListTaskEntry);
                }
                else if (connection is not null)
                {
                    await ShowAsync(connection, tasks, cancellationToken);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<IReadOnlyList<ScheduledTask>> ReadAsync(IStore store, string? group, bool all, CancellationToken cancellationToken)
    {
        // The tasks of a group that was removed can still be asked for by its folder.
        var folder = await Home.Administration.Groups.FolderOfAsync(store, group, cancellationToken);
        return
        [
            .. (await store.Tasks.ListAsync(folder, cancellationToken))
                .Where(task => all || task.Status is not ScheduledTaskStatus.Completed)
                .OrderBy(task => task.Status)
                .ThenBy(task => task.NextRun ?? DateTimeOffset.MaxValue),
        ];
    }

    private static async Task ShowAsync(StoreConnection connection, IReadOnlyList<ScheduledTask> tasks, CancellationToken cancellationToken)
    {
        if (tasks.Count == 0)
        {
            await connection.Context.Out.WriteLineAsync("No tasks. Add one with 'nanoclaw tasks add', or ask the assistant in a chat.");
            return;
        }

        // A task added between the two readings has its whole id.
        var ids = TaskIds.Shortened([.. await connection.Store.Tasks.ListAsync(cancellationToken: cancellationToken), .. tasks]);
        var table = new TextTable("ID", "GROUP", "STATUS", "NEXT RUN", "SCHEDULE", "PROMPT");
        foreach (var task in tasks)
        {
            table.Add(
                ids[task.Id],
                task.GroupFolder,
                TaskText.Status(task),
                task.Status is ScheduledTaskStatus.Active ? connection.Times.Of(task.NextRun) : null,
                TaskText.Schedule(task),
                OneLine.Of(task.Prompt, PromptShown)
            );
        }

        table.Write(connection.Context);
    }
}
