using System.CommandLine;

namespace NanoClaw.Cli.Commands.Groups;

/// <summary><c>nanoclaw groups</c>.</summary>
internal static class GroupsCommand
{
    public static Command Create(CliContext context) =>
        new("groups", "The chats that the assistant serves.")
        {
            GroupsListCommand.Create(context),
            GroupsAddCommand.Create(context),
            GroupsSetCommand.Create(context),
            GroupsRemoveCommand.Create(context),
            GroupsExportCommand.Create(context),
        };
}
