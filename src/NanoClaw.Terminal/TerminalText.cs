namespace NanoClaw.Terminal;

/// <summary>Makes text from elsewhere fit for a terminal: what a model or a Worker writes must not move the cursor, set the title or fake a prompt.</summary>
public static class TerminalText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text without control characters other than line ends and tabs.</summary>
    public static string Safe(string text) => text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? Replacement : c)) : text;

    // A lone carriage return would let a later text overwrite an earlier one.
    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not '\n' and not '\t';
}
