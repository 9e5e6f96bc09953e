using System.Globalization;

namespace NanoClaw.Cli.Output;

/// <summary>Times for people, in the assistant's time zone.</summary>
internal sealed class TimeText(TimeZoneInfo zone)
{
    /// <summary>What tells which zone the times of a screen are in.</summary>
    public string Zone => zone.Id;

    public string? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    public string Of(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
