using System.CommandLine;

namespace NanoClaw.Cli.Commands.Tasks;

/// <summary><c>nanoclaw tasks</c>.</summary>
internal static class TasksCommand
{
    public static Command Create(CliContext context) =>
        new("tasks", "What the assistant does by itself at a time.")
        {
            TasksListCommand.Create(context),
            TasksShowCommand.Create(context),
            TasksAddCommand.Create(context),
            TasksChangeCommand.CreatePause(context),
            TasksChangeCommand.CreateResume(context),
            TasksChangeCommand.CreateRun(context),
            TasksCancelCommand.Create(context),
        };
}
