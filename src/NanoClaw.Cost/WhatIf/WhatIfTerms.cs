using System.Globalization;
using NanoClaw.Pricing;

namespace NanoClaw.Cost.WhatIf;

/// <summary>What is assumed of a month; what is not said is as the ledger has it.</summary>
public sealed record WhatIfTerms
{
    private const string Known = "runs, seconds, model, fresh, read, write, output, groups";

    /// <summary>Far more than anybody has, and no overflow.</summary>
    private const decimal Most = 1_000_000_000m;

    /// <summary>Runs a day.</summary>
    public decimal? RunsPerDay { get; init; }

    /// <summary>How long a run takes.</summary>
    public decimal? Seconds { get; init; }

    /// <summary>The model that answers.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens a run reads without the provider's cache.</summary>
    public decimal? Fresh { get; init; }

    /// <summary>Tokens a run reads from it.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Tokens a run reads and writes to it.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Tokens a run gives out.</summary>
    public decimal? Output { get; init; }

    public decimal? Groups { get; init; }

    /// <summary>Reads <c>runs=500/day model=claude-haiku-4-5</c>, with blanks or commas between.</summary>
    /// <param name="text">What was asked.</param>
    /// <param name="terms">What it means.</param>
    /// <param name="mistake">What makes no sense in it.</param>
    public static bool TryParse(string text, out WhatIfTerms terms, out string? mistake)
    {
        ArgumentNullException.ThrowIfNull(text);
        terms = new();
        mistake = text.Any(character => !char.IsWhiteSpace(character) && character is not ',')
            ? null
            : $"Say what would be otherwise: {Known}, such as runs=500/day.";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in text.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = at < 0 ? (word, "") : (word[..at], word[(at + 1)..]);
            mistake ??=
                value.Length == 0 ? $"'{word}' must be a name and a value, such as runs=500/day."
                : !seen.Add(key) ? $"{key} is said twice."
                : null;
            terms = With(terms, key, value, ref mistake);
        }

        return mistake is null;
    }

    private static WhatIfTerms With(WhatIfTerms terms, string key, string value, ref string? mistake) =>
        key switch
        {
            "runs" => terms with { RunsPerDay = Rate(value, ref mistake) },
            "seconds" => terms with { Seconds = Number(key, value, ref mistake) },
            "model" => terms with { Model = Priced(value, ref mistake) },
            "fresh" => terms with { Fresh = Number(key, value, ref mistake) },
            "read" => terms with { CacheRead = Number(key, value, ref mistake) },
            "write" => terms with { CacheWrite = Number(key, value, ref mistake) },
            "output" => terms with { Output = Number(key, value, ref mistake) },
            "groups" => terms with { Groups = Number(key, value, ref mistake) },
            _ => Unknown(terms, key, ref mistake),
        };

    private static WhatIfTerms Unknown(WhatIfTerms terms, string key, ref string? mistake)
    {
        mistake ??= $"'{key}' is not known. There are: {Known}.";
        return terms;
    }

    private static string? Priced(string model, ref string? mistake)
    {
        if (ModelPriceTable.Find(model) is null)
        {
            mistake ??= $"The price of {model} is not known. There are: {string.Join(", ", ModelPriceTable.Rows.Select(row => row.Name))}, and their versions.";
        }

        return model;
    }

    private static decimal? Rate(string text, ref string? mistake)
    {
        var (number, per) = text.Split('/') switch
        {
            [var only] => (only, "day"),
            [var first, var second] => (first, second),
            _ => ("", ""),
        };
        decimal? days = per switch
        {
            "hour" => 1m / 24,
            "day" => 1,
            "week" => 7,
            "month" => 365m / 12,
            _ => null,
        };
        if (days is null || !TryNumber(number, out var value))
        {
            mistake ??= $"runs must be a number a day, week, month or hour, such as 500/day, not '{text}'.";
            return null;
        }

        return value / days;
    }

    private static decimal? Number(string key, string text, ref string? mistake)
    {
        if (TryNumber(text, out var value))
        {
            return value;
        }

        mistake ??= $"{key} must be a number from 0 on, not '{text}'.";
        return null;
    }

    private static bool TryNumber(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value <= Most;
}
