using System.Globalization;

namespace NanoClaw.Host.Scheduling.Cron;

/// <summary>A cron expression as people and models write it.</summary>
internal static class CronText
{
    private const int LongestShown = 32;

    /// <summary>Those that .NET and JavaScript agree on.</summary>
    private static readonly char[] Blanks = [' ', '\t', '\n', '\v', '\f', '\r', '\u00A0'];

    /// <summary>Its five fields, a short form such as <c>@daily</c> written out.</summary>
    /// <exception cref="FormatException">It has more fields or fewer, or its short form is not known.</exception>
    public static string[] Fields(string expression)
    {
        var fields = Split(expression);
        if (fields is [['@', ..] and var given])
        {
            fields =
                ShortForm(given)?.Split(' ')
                ?? throw new FormatException(
                    $"\"{Shown(given)}\" is not known: there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually"
                );
        }

        return fields.Length == 5
            ? fields
            : throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a cron expression has five fields (minute hour day month weekday), this one has {fields.Length}{(fields.Length == 6 ? ": leave the seconds out" : "")}"
                )
            );
    }

    /// <summary>What stands between blanks, however many there are.</summary>
    public static string[] Split(string expression) => expression.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Enough of a text to be recognised in a message.</summary>
    public static string Shown(string text) => text.Length <= LongestShown ? text : text[..LongestShown];

    private static string? ShortForm(string text) =>
        text.ToLowerInvariant() switch
        {
            "@hourly" => "0 * * * *",
            "@daily" or "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" or "@annually" => "0 0 1 1 *",
            _ => null,
        };
}
