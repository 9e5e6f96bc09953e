using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>Durations as Cloudflare's API writes them: <c>24h</c>, <c>1h30m</c>.</summary>
internal static partial class GoDuration
{
    public static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success && text.Length > 0 ? TimeSpan.FromSeconds((3600 * Part(match, "h")) + (60 * Part(match, "m")) + Part(match, "s")) : null;
    }

    private static long Part(Match match, string group) =>
        match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"\A((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,6})m)?((?<s>[0-9]{1,6})s)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Pattern();
}
