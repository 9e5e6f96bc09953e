using System.Globalization;

namespace NanoClaw.Cost;

/// <summary>The month of the bill: from the subscription's day to the same day of the next month, in UTC.</summary>
public sealed record BillingPeriod(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The one that a moment lies in.</summary>
    public static BillingPeriod At(DateTimeOffset now, int billingDay)
    {
        var utc = now.UtcDateTime;
        var start = On(utc.Year, utc.Month, billingDay);
        var first = start > now ? utc.AddDays(1 - utc.Day).AddMonths(-1) : utc;
        return Of(first.Year, first.Month, billingDay);
    }

    /// <summary>The one that begins in a month of the calendar.</summary>
    public static BillingPeriod Of(int year, int month, int billingDay)
    {
        var after = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
        return new(On(year, month, billingDay), On(after.Year, after.Month, billingDay));
    }

    public double Days => (End - Start).TotalDays;

    /// <summary>Elapsed days; a day at least, so that the first hours do not project a month from minutes.</summary>
    public double Elapsed(DateTimeOffset now) => Math.Clamp((now - Start).TotalDays, 1, Days);

    /// <summary>By how much a use so far is multiplied to be the whole month's at the same rate; 1 once the month is over.</summary>
    public decimal FactorAt(DateTimeOffset now) => (decimal)(Days / Elapsed(now));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start:yyyy-MM-dd} to {End:yyyy-MM-dd}");

    /// <summary>A day that the month lacks is its last.</summary>
    private static DateTimeOffset On(int year, int month, int day) =>
        new(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)), 0, 0, 0, TimeSpan.Zero);
}
