using System.Globalization;

namespace NanoClaw.Terminal.Output;

/// <summary>Durations as people type them: <c>15m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
public static class DurationText
{
    private static readonly (char Letter, TimeSpan Length)[] Units =
    [
        ('d', TimeSpan.FromDays(1)),
        ('h', TimeSpan.FromHours(1)),
        ('m', TimeSpan.FromMinutes(1)),
        ('s', TimeSpan.FromSeconds(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var largest = 0;
        for (var start = 0; start < text.Length; )
        {
            var end = start;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            // Six digits of days are far past every limit, and their sum cannot overflow.
            var unit = end < text.Length ? Array.FindIndex(Units, largest, known => known.Letter == text[end]) : -1;
            if (end == start || end - start > 6 || unit < 0)
            {
                return false;
            }

            duration += Units[unit].Length * int.Parse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture);
            largest = unit + 1;
            start = end + 1;
        }

        return duration > TimeSpan.Zero;
    }

    public static string Of(TimeSpan duration)
    {
        var parts = new List<string>();
        var rest = duration;
        foreach (var (letter, length) in Units)
        {
            var count = rest.Ticks / length.Ticks;
            if (count > 0)
            {
                parts.Add($"{count}{letter}");
                rest -= length * count;
            }
        }

        return parts.Count == 0 ? "0s" : string.Concat(parts);
    }
}
