using System.Globalization;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.BackingUp;

/// <summary>A time in the past as people type it: a day, a time of day, ISO 8601, or how long ago.</summary>
internal static class MomentText
{
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];
    private static readonly string[] Zoned = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <returns>Null where it is none of these.</returns>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (DurationText.TryParse(text, out var ago))
        {
            return now - ago;
        }

        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            // Any time of that day will do.
            return At(day.AddDays(1).AddTicks(-1));
        }

        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? At(local)
            : DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact) ? exact
            : null;

        DateTimeOffset At(DateTime time) => new(time, zone.GetUtcOffset(time));
    }
}
