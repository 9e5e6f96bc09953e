using System.Globalization;

namespace NanoClaw.Store.Sqlite;

/// <summary>Times as v1 writes and compares them: JavaScript's <c>toISOString</c>.</summary>
internal static class StoreTime
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <returns>Null where there is no time, or none that can be read.</returns>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
