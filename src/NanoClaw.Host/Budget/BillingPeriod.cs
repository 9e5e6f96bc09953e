namespace NanoClaw.Host.Budget;

/// <summary>The month of the bill: from the subscription's day to the same day of the next month, in UTC.</summary>
internal sealed record BillingPeriod(DateTimeOffset Start, DateTimeOffset End)
{
    public static BillingPeriod At(DateTimeOffset now, int billingDay)
    {
        var utc = now.UtcDateTime;
        var start = On(utc.Year, utc.Month, billingDay);
        if (start > now)
        {
            var before = utc.AddDays(1 - utc.Day).AddMonths(-1);
            start = On(before.Year, before.Month, billingDay);
        }

        var after = start.UtcDateTime.AddDays(1 - start.Day).AddMonths(1);
        return new(start, On(after.Year, after.Month, billingDay));
    }

    public double Days => (End - Start).TotalDays;

    /// <summary>Elapsed days; a day at least, so that the first hours do not project a month from minutes.</summary>
    public double Elapsed(DateTimeOffset now) => Math.Clamp((now - Start).TotalDays, 1, Days);

    /// <summary>A day that the month lacks is its last.</summary>
    private static DateTimeOffset On(int year, int month, int day) =>
        new(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)), 0, 0, 0, TimeSpan.Zero);
}
