using System.Globalization;

namespace NanoClaw.Pricing;

/// <summary>What a model's provider asks, in USD for a million tokens of each kind.</summary>
/// <param name="Fresh">Read without the provider's cache.</param>
/// <param name="CacheRead">Read from it.</param>
/// <param name="CacheWrite">Read, and written to it: where lifetimes have prices of their own, the dearest, since runs do not tell them apart.</param>
/// <param name="Output">Written by the model.</param>
public sealed record ModelPrice(decimal Fresh, decimal CacheRead, decimal CacheWrite, decimal Output)
{
    private const decimal Million = 1_000_000m;

    /// <summary>The cost in USD of so many tokens of each kind.</summary>
    public decimal CostOf(decimal fresh, decimal cacheRead, decimal cacheWrite, decimal output) =>
        ((fresh * Fresh) + (cacheRead * CacheRead) + (cacheWrite * CacheWrite) + (output * Output)) / Million;

    /// <summary>Reads the four, in this order, with commas between them: <c>3, 0.30, 6, 15</c>.</summary>
    public static bool TryParse(string text, out ModelPrice? price)
    {
        ArgumentNullException.ThrowIfNull(text);
        var amounts = new List<decimal>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= 100_000)
            {
                amounts.Add(amount);
            }
        }

        var isWhole = amounts.Count == 4 && text.Count(character => character is ',') == 3;
        price = isWhole ? new(amounts[0], amounts[1], amounts[2], amounts[3]) : null;
        return isWhole;
    }
}
