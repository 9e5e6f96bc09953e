namespace NanoClaw.Host.Text;

/// <summary>Where JavaScript's idea of text, which v1's users have come to rely on, differs from .NET's.</summary>
internal static class JavaScriptText
{
    /// <summary><c>String.prototype.trim</c>: takes U+FEFF away and leaves U+0085, as .NET's does not.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>The regular expression's <c>\w</c>: ASCII only.</summary>
    public static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    /// <summary>The regular expression's <c>i</c>: no character outside ASCII equals one inside (U+212A is no k).</summary>
    public static bool EqualsIgnoringCase(char one, char other) => Fold(one) == Fold(other);

    private static char Fold(char character)
    {
        var upper = char.ToUpperInvariant(character);
        return !char.IsAscii(character) && char.IsAscii(upper) ? character : upper;
    }

    private static bool IsSpace(char character) =>
        character is '\uFEFF' or (>= '\t' and <= '\r') || (char.IsWhiteSpace(character) && character is not ('\u0085' or (>= '\u001C' and <= '\u001F')));
}
