using NanoClaw.Cost.Reports;

namespace NanoClaw.Cost.Charts;

/// <summary>A month as a picture needs it: both bills at the end of each day so far, where they are heading, and the two lines.</summary>
/// <param name="Begin">Its first day.</param>
/// <param name="Days">Days of the month.</param>
/// <param name="Elapsed">Those that are over, a part of one too.</param>
/// <param name="Cloudflare">Cloudflare's bill in USD at the end of each day so far.</param>
/// <param name="CloudflareAtEnd">At the end of the month, at the same rate.</param>
/// <param name="Model">The model's bill in the same way.</param>
/// <param name="ModelAtEnd">At the end of the month, at the same rate.</param>
/// <param name="SavingFromUsd">From where the budget saves.</param>
/// <param name="LimitUsd">What Cloudflare's bill stays below.</param>
public sealed record MonthCurve(
    DateOnly Begin,
    int Days,
    double Elapsed,
    IReadOnlyList<decimal> Cloudflare,
    decimal CloudflareAtEnd,
    IReadOnlyList<decimal> Model,
    decimal ModelAtEnd,
    decimal SavingFromUsd,
    decimal LimitUsd
)
{
    /// <summary>Room above the highest value, so that nothing lies on the edge.</summary>
    private const decimal Headroom = 1.12m;

    private static readonly decimal[] Digits = [1, 2, 5];

    public decimal CloudflareSoFar => Cloudflare is [.., var last] ? last : 0;

    public decimal ModelSoFar => Model is [.., var last] ? last : 0;

    public static MonthCurve Of(CostReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var days = (report.Until - report.From).TotalDays;
        return new(
            DateOnly.FromDateTime(report.From.UtcDateTime),
            (int)Math.Round(days),
            Math.Clamp((report.At - report.From).TotalDays, 0, days),
            [.. report.Days.Select(day => day.CloudflareSoFarUsd)],
            report.Cloudflare.ProjectedUsd,
            [.. report.Days.Select(day => day.ModelSoFarUsd)],
            report.Model.ProjectedUsd,
            report.SavingFromUsd,
            report.LimitUsd
        );
    }

    /// <summary>The value at the top of the picture.</summary>
    public decimal Top =>
        Headroom
        * Math.Max(LimitUsd, Math.Max(SavingFromUsd, Math.Max(CloudflareAtEnd, Math.Max(ModelAtEnd, Cloudflare.Concat(Model).DefaultIfEmpty().Max()))));

    /// <summary>Marks of the axis: at most six, at round amounts.</summary>
    public IReadOnlyList<decimal> Ticks()
    {
        var step = Enumerable.Range(0, 12).SelectMany(power => Digits.Select(digit => digit * (decimal)Math.Pow(10, power))).First(step => Top / step <= 6);
        return [.. Enumerable.Range(0, 7).Select(index => index * step).Where(tick => tick <= Top)];
    }

    /// <summary>In one sentence, for who does not see it.</summary>
    public string Words =>
        FormattableString.Invariant(
            $"Cloudflare: ${CloudflareSoFar:0.00} so far, ${CloudflareAtEnd:0.00} by the end of the month. The model: ${ModelSoFar:0.00} so far, ${ModelAtEnd:0.00} by the end of the month. The budget saves where Cloudflare's bill is heading past ${SavingFromUsd:0.00}, and stops before ${LimitUsd:0.00}."
        );
}
