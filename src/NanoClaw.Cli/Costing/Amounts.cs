using System.Globalization;

namespace NanoClaw.Cli.Costing;

/// <summary>Amounts for people.</summary>
internal static class Amounts
{
    private const decimal Million = 1_000_000m;
    private const decimal Cent = 0.01m;

    public static string Usd(decimal amount) => amount.ToString("$0.00", CultureInfo.InvariantCulture);

    /// <summary>A price of one unit: of a million where one costs less than a cent.</summary>
    public static string Price(decimal usd) =>
        usd switch
        {
            0 => "free",
            < Cent => (usd * Million).ToString("$0.00###/M", CultureInfo.InvariantCulture),
            _ => usd.ToString("$0.00###", CultureInfo.InvariantCulture),
        };

    public static string Units(decimal count, string unit)
    {
        var number = count.ToString(
            count >= 100 || count == Math.Floor(count) ? "#,0"
                : count >= 1 ? "0.#"
                : "0.###",
            CultureInfo.InvariantCulture
        );
        return unit.Length == 0 ? number : $"{number} {unit}";
    }
}
