using System.Globalization;
using System.Text;

namespace NanoClaw.Agents;

/// <summary>
/// Makes what a server or a container said fit for a message: bounded, printable, and without the secrets it knows,
/// should it have echoed them.
/// </summary>
internal sealed class WireSafety(IEnumerable<string?> secrets)
{
    private const int MaxLength = 300;

    public string Code(string? code) =>
        code is { Length: > 0 and <= 40 } && code.All(c => char.IsAsciiLetterLower(c) || c == '_') && Hide(code) == code ? code : "unknown";

    public string Text(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "no reason was given.";
        }

        var hidden = Hide(text);
        var safe = new StringBuilder(Math.Min(hidden.Length, MaxLength));
        foreach (var rune in hidden.EnumerateRunes())
        {
            if (safe.Length >= MaxLength)
            {
                safe.Append("...");
                break;
            }

            // Control and format characters could forge a line of a log or turn its direction.
            safe.Append(
                Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                    ? " "
                    : rune.ToString()
            );
        }

        return safe.ToString();
    }

    public string Hide(string text)
    {
        foreach (var secret in secrets)
        {
            // A value of two or three characters is no secret, and hiding it would leave nothing readable.
            if (secret is { Length: > 3 })
            {
                text = text.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
            }
        }

        return text;
    }
}
