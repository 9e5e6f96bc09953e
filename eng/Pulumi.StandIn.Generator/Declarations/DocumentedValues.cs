using System.Text.RegularExpressions;

namespace Pulumi.StandIn.Generator.Declarations;

/// <summary>Reads <c>Available values: "a", "b".</c> out of a property's documentation.</summary>
internal static partial class DocumentedValues
{
    private const int MatchTimeout = 10_000;

    public static IReadOnlyList<string>? Find(ReadOnlySpan<char> comment)
    {
        const string Mark = "Available values: ";
        var start = comment.IndexOf(Mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var list = List().Match(comment[(start + Mark.Length)..].ToString());
        return list.Success ? [.. Value().Matches(list.Value).Select(m => Restore(m.Groups["text"].Value))] : null;
    }

    // The documentation was made from Markdown and from property names: of snake_case values it writes pairs of underscores as
    // asterisks, and a word with a single one as camelCase.
    private static string Restore(string value) =>
        value.Contains('*', StringComparison.Ordinal) ? value.Replace('*', '_')
        : char.IsLower(value.FirstOrDefault()) ? Capital().Replace(value, m => "_" + char.ToLowerInvariant(m.Value[0]))
        : value;

    [GeneratedRegex(@"^""[^""]*""(, ""[^""]*"")*", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex List();

    [GeneratedRegex(@"""(?<text>[^""]*)""", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Value();

    [GeneratedRegex("[A-Z]", RegexOptions.ExplicitCapture, MatchTimeout)]
    private static partial Regex Capital();
}
