using System.Globalization;
using Cronos;

namespace NanoClaw.Host.Scheduling.Cron;

/// <summary>
/// A cron expression of five fields. The Worker reads the same by the same rule (its tools/cron.ts), and
/// tests/contract/schedules holds both to it. Cronos finds the times; what it takes beyond the rule, such as seconds
/// and W, never reaches it.
/// </summary>
internal sealed class CronSchedule
{
    /// <summary>February's is a leap year's.</summary>
    private static readonly int[] DaysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private readonly IReadOnlyList<CronExpression> _alternatives;

    private CronSchedule(IReadOnlyList<CronExpression> alternatives) => _alternatives = alternatives;

    /// <exception cref="FormatException">It is not such an expression, or never comes true; the message says why.</exception>
    public static CronSchedule Parse(string expression)
    {
        var fields = CronText.Fields(expression);
        var minutes = Join(CronField.Minute.Read(fields[0]));
        var hours = Join(CronField.Hour.Read(fields[1]));
        var days = ReadDays(fields[2]);
        var months = CronField.Month.Read(fields[3]);
        var weekdays = ReadWeekdays(fields[4]);
        var alternatives = Either(days, weekdays)
            .Where(either => either.Days is not { } list || months.Any(month => list.Any(day => day <= DaysOfMonth[month - 1])))
            .Select(either => CronExpression.Parse($"{minutes} {hours} {either.Day} {Join(months)} {either.Weekday}"))
            .ToList();
        return alternatives.Count > 0
            ? new CronSchedule(alternatives)
            : throw new FormatException($"\"{CronText.Shown(string.Join(' ', fields))}\" never comes true");
    }

    /// <summary>The next time after one; null where the calendar ends before.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset now, TimeZoneInfo zone) => _alternatives.Min(alternative => alternative.GetNextOccurrence(now, zone));

    /// <summary>
    /// Where the day of the month and the weekday are both given, either will do, as in crontab and in v1; Cronos by
    /// itself would want both.
    /// </summary>
    private static IEnumerable<Alternative> Either(IReadOnlyList<Alternative> days, IReadOnlyList<Alternative> weekdays) =>
        (days, weekdays) is ([], []) ? [Alternative.AnyDay] : [.. days, .. weekdays];

    /// <summary>Nothing where any day will do.</summary>
    private static IReadOnlyList<Alternative> ReadDays(string field)
    {
        if (field is "*" or "?")
        {
            return [];
        }

        var parts = field.Split(',');
        var last = parts.Where(part => part is "L" or "l").ToList();
        var listed = parts.Except(last, StringComparer.Ordinal).ToList();
        IReadOnlyList<int> days = listed.Count == 0 ? [] : CronField.Day.Read(string.Join(',', listed));
        return
        [
            .. days.Count > 0 ? [new Alternative(Join(days), "*", days)] : Array.Empty<Alternative>(),
            .. last.Count > 0 ? [new Alternative("L", "*", null)] : Array.Empty<Alternative>(),
        ];
    }

    private static IReadOnlyList<Alternative> ReadWeekdays(string field)
    {
        if (field is "*" or "?")
        {
            return [];
        }

        if (field.Split('#') is [var weekday, [>= '1' and <= '5'] which])
        {
            return [new Alternative("*", $"{ReadWeekday(field, weekday)}#{which}", null)];
        }

        var parts = field.Split(',');
        var last = parts.Where(part => part is [.., 'L' or 'l']).ToList();
        var listed = parts.Except(last, StringComparer.Ordinal).ToList();
        return
        [
            .. listed.Count > 0 ? [new Alternative("*", Join(CronField.Weekday.Read(string.Join(',', listed))), null)] : Array.Empty<Alternative>(),
            .. last.Select(part => new Alternative("*", $"{ReadWeekday(field, part[..^1])}L", null)),
        ];
    }

    private static int ReadWeekday(string field, string text) => (CronField.Weekday.ReadValue(text) ?? throw CronField.Weekday.Mistake(field)) % 7;

    private static string Join(IEnumerable<int> values) => string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <param name="Day">The field for the day of the month.</param>
    /// <param name="Weekday">The field for the day of the week.</param>
    /// <param name="Days">The days of the month by number, where only these will do.</param>
    private sealed record Alternative(string Day, string Weekday, IReadOnlyList<int>? Days)
    {
        public static Alternative AnyDay { get; } = new("*", "*", null);
    }
}
