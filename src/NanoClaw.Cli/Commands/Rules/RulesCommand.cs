using System.CommandLine;

namespace NanoClaw.Cli.Commands.Rules;

/// <summary><c>nanoclaw rules</c>.</summary>
internal static class RulesCommand
{
    public static Command Create(CliContext context) =>
        new("rules", "What the assistant may do by itself, and what a person is asked for first.")
        {
            RulesShowCommand.Create(context),
            RulesTestCommand.Create(context),
        };
}
