using System.Globalization;

namespace NanoClaw.Cli.Administration;

/// <summary>Figures of runs, as people read them.</summary>
internal static class RunText
{
    public static string Took(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s");

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Four digits behind the point, since a run costs less than a cent; null where it is not known.</summary>
    public static string? Usd(decimal? amount) => amount is { } known ? string.Create(CultureInfo.InvariantCulture, $"${known:0.0000}") : null;
}
