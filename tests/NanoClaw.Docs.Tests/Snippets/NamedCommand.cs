using System.Text.RegularExpressions;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>A command in the middle of a sentence: `nanoclaw groups set FOLDER --fetch off|asked`.</summary>
internal static partial class NamedCommand
{
    public static bool IsOne(string code) => Beginning().IsMatch(code);

    public static IEnumerable<string> Mistakes(string code)
    {
        if (Alternatives().Match(code) is { Success: true } either)
        {
            return either.Value.Split('|').SelectMany(word => Mistakes(code[..either.Index] + word + code[(either.Index + either.Length)..]));
        }

        // What stands behind a separator is another program's; ... and [optional] are no words.
        var words = ShellWords
            .Commands(code.Replace("&& ./nanoclaw", "; ./nanoclaw", StringComparison.Ordinal))
            .Select(command => command.SkipWhile(word => word == "sudo").ToList())
            .FirstOrDefault(command => command.Count > 0 && command[0] is "nanoclaw" or "./nanoclaw");
        return words is null
            ? []
            : CliCheck.Mistakes([.. words.Skip(1).Where(word => word is not "...").Select(word => Mark().Replace(word, ""))], isWhole: false);
    }

    [GeneratedRegex(@"^(sudo )?(\./)?nanoclaw [a-z-]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"[^ |]+(\|[^ |]+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alternatives();

    [GeneratedRegex(@"[\[\]]|\.\.\.$", RegexOptions.None, 1000)]
    private static partial Regex Mark();
}
