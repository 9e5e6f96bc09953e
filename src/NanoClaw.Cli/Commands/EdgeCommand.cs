using System.CommandLine;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw edge</c>.</summary>
internal static class EdgeCommand
{
    public static Command Create(CliContext context) => new("edge", "What the stack's rules make of requests.") { EdgeTestCommand.Create(context) };
}
