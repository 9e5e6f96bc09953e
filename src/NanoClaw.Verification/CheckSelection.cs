namespace NanoClaw.Verification;

/// <summary>Which checks are made. Names are ids, or the beginnings of ids up to a dot.</summary>
public sealed record CheckSelection
{
    /// <summary>These alone; none: all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Without these.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];

    /// <summary>The requests of the flood; null: no flood.</summary>
    public int? Flood { get; init; }

    /// <summary>Whether a name means this check.</summary>
    public static bool Means(string name, string id) =>
        id == name || (id.StartsWith(name, StringComparison.Ordinal) && (name.EndsWith('.') || id[name.Length] == '.'));

    /// <summary>Why a check is left out, or null.</summary>
    internal string? WhyNot(Check check)
    {
        if (Skip.Any(name => Means(name, check.Id)))
        {
            return "left out (--skip)";
        }

        return check.IsFlood && Flood is null ? "left out: it blocks this address for a while (--flood makes it)" : null;
    }

    internal bool Includes(Check check) => Only.Count == 0 || Only.Any(name => Means(name, check.Id));
}
