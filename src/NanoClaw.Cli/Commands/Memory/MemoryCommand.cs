using System.CommandLine;

namespace NanoClaw.Cli.Commands.Memory;

/// <summary><c>nanoclaw memory</c>.</summary>
internal static class MemoryCommand
{
    public static Command Create(CliContext context) =>
        new("memory", "What the agent keeps about each group beyond a conversation.")
        {
            MemoryListCommand.Create(context),
            MemoryForgetCommand.Create(context),
            MemoryExportCommand.Create(context),
        };
}
