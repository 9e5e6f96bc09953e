using System.Globalization;
using Microsoft.Extensions.Configuration;
using NanoClaw.Pricing;

namespace NanoClaw.Home.Keys;

/// <summary>Reads typed values by key and collects what is wrong with them; what is empty is not set.</summary>
public sealed class SettingReader(IConfiguration configuration)
{
    private readonly List<string> _mistakes = [];

    public IReadOnlyList<string> Mistakes => _mistakes;

    public string? Text(string key) => configuration[key]?.Trim() is { Length: > 0 } value ? value : null;

    public int? Number(string key) =>
        Parse(
            key,
            "a whole number",
            static (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        );

    public TimeSpan? Seconds(string key) => Number(key) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public TimeSpan? Minutes(string key) => Number(key) is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

    public decimal? Money(string key) =>
        Parse(
            key,
            "an amount in USD, such as 12.50",
            static (string text, out decimal value) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
        );

    /// <summary>A model's prices, in the order of <see cref="ModelPrice"/>.</summary>
    public ModelPrice? Prices(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (ModelPrice.TryParse(text, out var price))
        {
            return price;
        }

        _mistakes.Add(
            $"{key} must be four amounts in USD for a million tokens (fresh, cache read, cache write, output), such as 3, 0.30, 6, 15, not '{text}'."
        );
        return null;
    }

    /// <summary>One of a few words, in any case; the first of a meaning is the one that is named when another is wrong.</summary>
    public T? Word<T>(string key, params IReadOnlyList<(string Word, T Meaning)> words)
        where T : struct, Enum =>
        Parse(
            key,
            $"one of {string.Join(", ", words.DistinctBy(word => word.Meaning).Select(word => word.Word))}",
            (string text, out T value) =>
            {
                var found = words.FirstOrDefault(word => word.Word.Equals(text, StringComparison.OrdinalIgnoreCase));
                value = found.Meaning;
                return found.Word is not null;
            }
        );

    private delegate bool Parser<T>(string text, out T value);

    private T? Parse<T>(string key, string expected, Parser<T> parse)
        where T : struct
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        _mistakes.Add($"{key} must be {expected}, not '{text}'.");
        return null;
    }
}
