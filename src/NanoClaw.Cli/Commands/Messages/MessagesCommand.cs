using System.CommandLine;

namespace NanoClaw.Cli.Commands.Messages;

/// <summary><c>nanoclaw messages</c>.</summary>
internal static class MessagesCommand
{
    public static Command Create(CliContext context) =>
        new("messages", "The messages that the agent refuses, or that fail by their own fault, and that were set aside.")
        {
            MessagesListCommand.Create(context),
            MessagesChangeCommand.CreateRetry(context),
            MessagesChangeCommand.CreateDrop(context),
        };
}
