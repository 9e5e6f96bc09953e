using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoClaw.Installation.Releases;

/// <summary>A version as semver.org 2.0 has it; what stands behind a plus does not count for its order.</summary>
public sealed partial record SemanticVersion : IComparable<SemanticVersion>
{
    private static readonly string[] Parts = ["major", "minor", "patch"];

    private readonly int[] _numbers;
    private readonly string[] _preRelease;

    private SemanticVersion(int[] numbers, string[] preRelease, string? build) => (_numbers, _preRelease, Build) = (numbers, preRelease, build);

    /// <summary>What stands behind the plus: the commit.</summary>
    public string? Build { get; }

    /// <summary>Without what stands behind the plus.</summary>
    public string Text => string.Join('.', _numbers) + (_preRelease.Length == 0 ? "" : $"-{string.Join('.', _preRelease)}");

    /// <summary>Reads one, with or without a v before it.</summary>
    /// <returns>Null where it is none.</returns>
    public static SemanticVersion? Parse(string? text)
    {
        var match = Form().Match(text?.Trim() ?? "");
        return match.Success
            ? new SemanticVersion(
                [.. Parts.Select(name => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture))],
                match.Groups["pre"].Value is { Length: > 0 } pre ? pre.Split('.') : [],
                match.Groups["build"].Value is { Length: > 0 } build ? build : null
            )
            : null;
    }

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Enumerable.Range(0, 3).Select(i => _numbers[i].CompareTo(other._numbers[i])).FirstOrDefault(it => it != 0);
        return order != 0 ? order : ComparePreRelease(_preRelease, other._preRelease);
    }

    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    public bool Equals(SemanticVersion? other) => CompareTo(other) == 0;

    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);

    public override string ToString() => Text;

    private static int ComparePreRelease(string[] left, string[] right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            // The release itself comes after all that led to it.
            return right.Length.CompareTo(left.Length);
        }

        var order = left.Zip(right, CompareIdentifiers).FirstOrDefault(it => it != 0);
        return order != 0 ? order : left.Length.CompareTo(right.Length);
    }

    private static int CompareIdentifiers(string left, string right) =>
        (int.TryParse(left, out var a), int.TryParse(right, out var b)) switch
        {
            (true, true) => a.CompareTo(b),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(left, right),
        };

    [GeneratedRegex(
        @"^v?(?<major>[0-9]{1,9})\.(?<minor>[0-9]{1,9})\.(?<patch>[0-9]{1,9})(?:-(?<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+(?<build>[0-9A-Za-z.-]+))?$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Form();
}
