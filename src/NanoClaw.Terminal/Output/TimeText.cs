using System.Globalization;

namespace NanoClaw.Terminal.Output;

/// <summary>Times for people, in the assistant's time zone.</summary>
public sealed class TimeText(TimeZoneInfo zone)
{
    /// <summary>What tells which zone the times of a screen are in.</summary>
    public string Zone => zone.Id;

    public string? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    /// <summary>Without the date where it is that of now.</summary>
    public string? Of(DateTimeOffset? time, DateTimeOffset now)
    {
        var text = Of(time);
        var today = Of(now)[.."yyyy-MM-dd ".Length];
        return text?.StartsWith(today, StringComparison.Ordinal) is true ? text[today.Length..] : text;
    }

    /// <summary>The time of day where it is today's, else the day.</summary>
    public string? Brief(DateTimeOffset? time, DateTimeOffset now) => Of(time, now) is { } text ? text.Split(' ')[0] : null;

    public string Of(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
