namespace NanoClaw.Cli.Output;

/// <summary>Text from elsewhere as a part of one line.</summary>
internal static class OneLine
{
    /// <summary>The text, safe for a terminal, its line ends and runs of blanks made one blank.</summary>
    public static string Of(string text) =>
        TerminalText.Safe(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>The same, cut to a length with an ellipsis.</summary>
    public static string Of(string text, int most)
    {
        var line = Of(text);
        if (line.Length <= most)
        {
            return line;
        }

        var cut = char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1;
        return line[..cut].TrimEnd() + "…";
    }
}
