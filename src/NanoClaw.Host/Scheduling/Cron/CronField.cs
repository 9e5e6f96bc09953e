using System.Collections.Frozen;
using System.Globalization;

namespace NanoClaw.Host.Scheduling.Cron;

/// <summary>One of a cron expression's five fields: what it may hold, and which values a text stands for.</summary>
internal sealed record CronField(string Name, int Min, int Max)
{
    private const int DaysOfWeek = 7;

    /// <summary>Three letters, the first of them for <see cref="Min"/>.</summary>
    private FrozenDictionary<string, int> Names { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>The name of what is one higher than the highest: 7 is Sunday again, as 0.</summary>
    private bool SundayIsTwice { get; init; }

    private int Values => SundayIsTwice ? DaysOfWeek : Max - Min + 1;

    public static CronField Minute { get; } = new("minute", 0, 59);

    public static CronField Hour { get; } = new("hour", 0, 23);

    public static CronField Day { get; } = new("day of month", 1, 31);

    public static CronField Month { get; } =
        new("month", 1, 12) { Names = Numbered(1, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec") };

    public static CronField Weekday { get; } =
        new("day of week", 0, DaysOfWeek) { Names = Numbered(0, "sun", "mon", "tue", "wed", "thu", "fri", "sat"), SundayIsTwice = true };

    /// <summary>The values of a list such as <c>1,10-20/5,*/7</c>, in order.</summary>
    /// <exception cref="FormatException">It is no such list.</exception>
    public IReadOnlyList<int> Read(string text) => [.. text.Split(',').SelectMany(part => ReadPart(text, part)).Distinct().Order()];

    public int? ReadValue(string text)
    {
        if (text.All(char.IsAsciiLetter) && Names.TryGetValue(text, out var named))
        {
            return named;
        }

        return
            text.Length is 1 or 2
            && text.All(char.IsAsciiDigit)
            && int.Parse(text, CultureInfo.InvariantCulture) is var number
            && number >= Min
            && number <= Max
            ? number
            : null;
    }

    public FormatException Mistake(string text) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the {Name} \"{CronText.Shown(text)}\" is not valid ({Min}-{Max})"));

    private IEnumerable<int> ReadPart(string field, string part)
    {
        var (range, step) = part.Split('/') switch
        {
            [var whole] => (whole, (string?)null),
            [var whole, var every] => (whole, every),
            _ => throw Mistake(field),
        };
        var (from, to) = range.Split('-') switch
        {
            ["*"] => (Min, SundayIsTwice ? Max - 1 : Max),
            [var one] => (ReadValue(one), step is null ? ReadValue(one) : Max),
            [var first, var last] => (ReadValue(first), ReadValue(last)),
            _ => (null, null),
        };
        if (from is not { } start || to is not { } end)
        {
            throw Mistake(field);
        }

        return Expand(start, end < start ? end + Values : end, ReadStep(field, step));
    }

    private int ReadStep(string field, string? step)
    {
        if (step is null)
        {
            return 1;
        }

        if (step.Length is < 1 or > 9 || !step.All(char.IsAsciiDigit) || int.Parse(step, CultureInfo.InvariantCulture) is 0)
        {
            throw Mistake(field);
        }

        return int.Parse(step, CultureInfo.InvariantCulture) is var number && number <= Max
            ? number
            : throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the step of the {Name} \"{CronText.Shown(field)}\" is wider than the {Name} goes ({Min}-{Max}): use an interval"
                )
            );
    }

    /// <summary>A range that ends before it begins goes on past the end, as 22-2 does through midnight.</summary>
    private IEnumerable<int> Expand(int from, int to, int step)
    {
        for (var value = from; value <= to; value += step)
        {
            yield return ((value - Min) % Values) + Min;
        }
    }

    private static FrozenDictionary<string, int> Numbered(int first, params string[] names) =>
        names.Select((name, index) => KeyValuePair.Create(name, first + index)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
