using System.Text;
using System.Text.RegularExpressions;

namespace NanoClaw.Deployment.StackFiles;

/// <summary>Writes a text as a YAML scalar that every reader takes for the same.</summary>
internal static partial class YamlText
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    /// <param name="text">The text.</param>
    /// <param name="quote">Whether it is quoted even where it need not be.</param>
    public static string Of(string text, bool quote = false) =>
        !quote && (IsTyped(text) || (Plain().IsMatch(text) && !Words.Contains(text, StringComparer.OrdinalIgnoreCase))) ? text : Quoted(text);

    /// <summary>Numbers and flags are written as such: what Pulumi hands the program is the same text.</summary>
    private static bool IsTyped(string text) => text is "true" or "false" || Number().IsMatch(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' => $"\\u{(int)c:X4}",
                    _ => c.ToString(),
                }
            );
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_./@+-]*\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex("^(0|[1-9][0-9]{0,8})\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
