using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>Durations as Cloudflare's API writes them: <c>24h</c>, <c>1h30m</c>.</summary>
internal static partial class GoDuration
{
    public static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success && text.Length > 0 ? TimeSpan.FromSeconds((3600 * Part(match, 1)) + (60 * Part(match, 2)) + Part(match, 3)) : null;
    }

    private static long Part(Match match, int group) =>
        match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
