using System.Globalization;

namespace NanoClaw.Infra.Components;

/// <summary>The dates of a service token, by what the provider keeps of it: nothing here asks a clock, so that equal states give equal outputs.</summary>
internal static class TokenLife
{
    /// <summary>A moment as RFC 3339 in UTC with whole seconds; empty where there is none.</summary>
    public static string Instant(string? text) => Parse(text) is { } moment ? Write(moment) : "";

    /// <summary>A token's beginning, from its end and its duration; empty where either is unknown.</summary>
    public static string CreatedAt(string? expiresAt, string? duration) =>
        Parse(expiresAt) is { } end && Hours(duration) is { } hours ? Write(end.AddHours(-hours)) : "";

    private static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    // The form that the program declares it in; "forever" has no beginning to tell.
    private static int? Hours(string? duration) =>
        duration is [.. var digits, 'h'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : null;

    private static string Write(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
