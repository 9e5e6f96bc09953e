using System.Text.RegularExpressions;

namespace NanoClaw.Host.Text;

/// <summary>A person's <c>yes 7F</c> or <c>no 7F</c>.</summary>
internal sealed partial record HeldAnswer(string Id, bool IsYes)
{
    /// <summary>Null: it is another message. A call of the assistant may stand before it.</summary>
    public static HeldAnswer? Read(string text)
    {
        // Longer ones are no answers, and are not looked through.
        if (text.Length > 100 || Form().Match(text) is not { Success: true } match || !HeldId.IsForm(match.Groups["id"].Value))
        {
            return null;
        }

        return new HeldAnswer(
            match.Groups["id"].Value.ToUpperInvariant(),
            match.Groups["word"].Value.StartsWith('y') || match.Groups["word"].Value.StartsWith('Y')
        );
    }

    /// <summary>
    /// Text of an agent that looks like a person's answer, so that it looks like none: an account that the assistant
    /// shares with a person may bring back its own words.
    /// </summary>
    public static string Disarm(string text) => Read(text) is null ? text : $"({text.Trim()})";

    [GeneratedRegex(
        @"\A\s*(@\S+\s+)?(?<word>yes|no)[\s:,]+(?<id>[0-9a-z]{2,6})\s*[.!]?\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Form();
}
