using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Home.Administration;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Tasks;

/// <summary><c>nanoclaw tasks cancel</c>.</summary>
internal static class TasksCancelCommand
{
    private const string Details = $$"""
        The task and the log of its runs are removed. 'tasks pause' keeps both.

        --json: { id }.

        Examples:
          nanoclaw tasks cancel k3f9
          nanoclaw tasks cancel task-k3f9x2ma

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var id = new Argument<string>("ID") { Description = "The task, or the beginning of its id." };
        var json = CommonOptions.Json("the id of the task");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("cancel", "Removes a task.", Details) { id, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var task = await TaskIds.FindAsync(connection.Store, parsed.GetValue(id)!, cancellationToken);
                var shown = await TaskIds.ShortOfAsync(connection.Store, task.Id, cancellationToken);
                await connection.Store.Tasks.RemoveAsync(task.Id, cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, new CancelledTask(task.Id), types => types.CancelledTask);
                }
                else
                {
                    await context.Out.WriteLineAsync($"Cancelled {shown} of {task.GroupFolder}: {OneLine.Of(task.Prompt, 60)}");
                }

                return ExitCode.Success;
            }
        );
        return command;
    }
}
