using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Home.Administration;
using NanoClaw.Store;

namespace NanoClaw.Cli.Commands.Tasks;

/// <summary><c>nanoclaw tasks pause</c>, <c>resume</c> and <c>run</c>.</summary>
internal static class TasksChangeCommand
{
    private const string TaskJson = "--json: the task, as 'tasks list --json' prints it.";

    public static Command CreatePause(CliContext context) =>
        Create(
            context,
            "pause",
            "Keeps a task from running until it is resumed.",
            "A run that is under way ends as usual.",
            static (connection, task, id) =>
                task.Status is ScheduledTaskStatus.Completed
                    ? throw new CliException($"{id} is completed: there is nothing to pause.", ExitCode.Conflict)
                    : task with
                    {
                        Status = ScheduledTaskStatus.Paused,
                    },
            static (_, task, id) => $"{id} is paused. It runs again after: nanoclaw tasks resume {id}.",
            waiting: null
        );

    public static Command CreateResume(CliContext context) =>
        Create(
            context,
            "resume",
            "Lets a paused task run again.",
            "Its next time is counted from now; what was missed is not made up for. A task of a single time that is past runs at once.",
            static (connection, task, id) =>
                task.Status switch
                {
                    ScheduledTaskStatus.Active => task,
                    ScheduledTaskStatus.Completed => throw new CliException(
                        $"{id} is completed. 'nanoclaw tasks run {id}' runs it once more.",
                        ExitCode.Conflict
                    ),
                    _ => task with { Status = ScheduledTaskStatus.Active, NextRun = First(connection, task, id) },
                },
            static (connection, task, id) => $"{id} is active. It runs next at {connection.Times.Of(task.NextRun)} ({connection.Times.Zone}).",
            "The task runs"
        );

    public static Command CreateRun(CliContext context) =>
        Create(
            context,
            "run",
            "Makes a task due now.",
            "A running assistant begins at once, within its limits and its budget; otherwise it runs when the assistant starts. A cron task keeps its times; an interval is counted from now on. A task that is completed runs once more.",
            static (connection, task, id) =>
                task.Status is ScheduledTaskStatus.Paused
                    ? throw new CliException($"{id} is paused. Resume it first: nanoclaw tasks resume {id}.", ExitCode.Conflict)
                    : task with
                    {
                        Status = ScheduledTaskStatus.Active,
                        NextRun = connection.Now,
                    },
            static (_, task, id) => $"{id} is due now.",
            "The task runs",
            CheckIsIdleAsync
        );

    private static DocumentedCommand Create(
        CliContext context,
        string name,
        string description,
        string meaning,
        Func<StoreConnection, ScheduledTask, string, ScheduledTask> change,
        Func<StoreConnection, ScheduledTask, string, string> describe,
        string? waiting,
        Func<StoreConnection, ScheduledTask, string, CancellationToken, Task>? check = null
    )
    {
        var details = $"""
            {meaning}

            {TaskJson}

            Examples:
              nanoclaw tasks {name} k3f9
              nanoclaw tasks {name} task-k3f9x2ma --json

            {ExitCode.AdministrationHelp}
            """;
        var id = new Argument<string>("ID") { Description = "The task, or the beginning of its id." };
        var json = CommonOptions.Json("the task");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand(name, description, details) { id, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var found = await TaskIds.FindAsync(connection.Store, parsed.GetValue(id)!, cancellationToken);
                var shown = await TaskIds.ShortOfAsync(connection.Store, found.Id, cancellationToken);
                await (check?.Invoke(connection, found, shown, cancellationToken) ?? Task.CompletedTask);
                var task =
                    await TaskChange.ApplyAsync(connection.Store, found.Id, now => change(connection, now, shown), cancellationToken)
                    ?? throw new CliException($"{shown} was cancelled a moment ago.", ExitCode.NotFound);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, TaskEntry.Of(task), types => types.TaskEntry);
                }
                else
                {
                    await context.Out.WriteLineAsync(describe(connection, task, shown));
                }

                if (waiting is not null)
                {
                    await connection.WakeAssistantAsync(waiting, task.ChatJid, cancellationToken);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>A run that ends notes the next time, and would take back that the task is due now.</summary>
    private static async Task CheckIsIdleAsync(StoreConnection connection, ScheduledTask task, string id, CancellationToken cancellationToken)
    {
        if ((await connection.Store.Runs.ListUnfinishedAsync(cancellationToken)).FirstOrDefault(run => run.TaskId == task.Id) is { } run)
        {
            throw new CliException(
                $"A run of {id} is under way since {connection.Times.Of(run.StartedAt)}. Run it again once that has ended (nanoclaw status).",
                ExitCode.Conflict
            );
        }
    }

    private static DateTimeOffset First(StoreConnection connection, ScheduledTask task, string id)
    {
        try
        {
            return connection.Schedule.First(task.ScheduleType, task.ScheduleValue, connection.Now);
        }
        catch (FormatException exception)
        {
            throw new CliException($"{id} cannot run: {exception.Message} Cancel it, and add it anew.", ExitCode.Conflict, exception);
        }
    }
}
