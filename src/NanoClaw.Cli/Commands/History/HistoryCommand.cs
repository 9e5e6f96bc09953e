using System.CommandLine;

namespace NanoClaw.Cli.Commands.History;

/// <summary><c>nanoclaw history</c>.</summary>
internal static class HistoryCommand
{
    public static Command Create(CliContext context) => new("history", "What was said in a group.") { HistorySearchCommand.Create(context) };
}
