using System.CommandLine;
using System.CommandLine.Parsing;
using NanoClaw.Cli;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>A line of <c>nanoclaw</c> is understood by the real command line.</summary>
internal static class CliCheck
{
    private static readonly RootCommand Root = NanoClawCommandLine.Create(
        new()
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            ProjectFolder = Path.GetTempPath(),
            Variable = static _ => null,
        }
    );

    /// <summary>The first words that there are, but those for programs.</summary>
    public static IEnumerable<string> Commands => Root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name);

    /// <param name="arguments">What stands behind <c>nanoclaw</c>.</param>
    /// <param name="isWhole">Whether it is to be typed so; a command that is only named may lack what it needs.</param>
    public static IReadOnlyList<string> Mistakes(IReadOnlyList<string> arguments, bool isWhole)
    {
        var parsed = Root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var errors = parsed.Errors.Where(error => isWhole || IsOfAWord(error, arguments)).Select(error => error.Message);
        return [.. errors.Select(error => $"nanoclaw {string.Join(' ', arguments)}: {error}")];
    }

    // What is not understood is quoted; what is missing has no word to quote but the option's own name.
    private static bool IsOfAWord(ParseError error, IReadOnlyList<string> arguments) =>
        !error.Message.StartsWith("Required ", StringComparison.Ordinal)
        && arguments.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal));
}
