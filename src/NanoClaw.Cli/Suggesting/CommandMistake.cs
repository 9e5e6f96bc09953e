using System.CommandLine;
using System.CommandLine.Parsing;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Suggesting;

/// <summary>What is wrong with a command line, in plain words, with what may have been meant where that is near.</summary>
internal static class CommandMistake
{
    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            yield return Describe(word, parsed.CommandResult);
            yield break;
        }

        if (parsed.Tokens.Count > 0 && command.Subcommands.Count > 0 && command.Action is null)
        {
            yield return $"'{PathOf(parsed.CommandResult)}' needs one of its commands: {string.Join(", ", Commands(command))}.";
            yield break;
        }

        foreach (var error in parsed.Errors)
        {
            yield return error.Message;
        }
    }

    public static string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "nanoclaw";

    private static string Describe(string word, CommandResult result)
    {
        var (command, path, shown) = (result.Command, PathOf(result), OneLine.Of(word, 60));
        if (word.StartsWith('-'))
        {
            var near = NearestWord.Of(word.Split('=')[0], Options(result));
            return $"'{path}' has no option {shown}.{(near is null ? "" : $" Did you mean {near}?")}";
        }

        if (command.Subcommands.Count == 0)
        {
            return $"'{path}' takes nothing more, and '{shown}' is too much. Put a text of several words between quotation marks.";
        }

        if (command is RootCommand && Commands(command).Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return $"Commands are written small: nanoclaw {word.ToLowerInvariant()}";
        }

        if (command is RootCommand && KnownWish.All.GetValueOrDefault(word) is { } wish)
        {
            return $"There is no command '{shown}'. What does it: {wish}";
        }

        return NearestWord.Of(word, Commands(command)) is { } meant
            ? $"There is no command '{path} {shown}'. Did you mean {path} {meant}?"
            : $"There is no command '{path} {shown}'.";
    }

    private static IEnumerable<string> Commands(Command command) => command.Subcommands.Where(it => !it.Hidden).Select(it => it.Name);

    private static IEnumerable<string> Options(CommandResult result)
    {
        for (var at = result; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var option in at.Command.Options.Where(option => !option.Hidden && (at == result || option.Recursive)))
            {
                yield return option.Name;
                foreach (var alias in option.Aliases)
                {
                    yield return alias;
                }
            }
        }
    }
}
