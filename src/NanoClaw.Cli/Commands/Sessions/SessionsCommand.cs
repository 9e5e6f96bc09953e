using System.CommandLine;

namespace NanoClaw.Cli.Commands.Sessions;

/// <summary><c>nanoclaw sessions</c>.</summary>
internal static class SessionsCommand
{
    public static Command Create(CliContext context) =>
        new("sessions", "The conversations that the agent goes on with, one a group.")
        {
            SessionsListCommand.Create(context),
            SessionsResetCommand.Create(context),
        };
}
