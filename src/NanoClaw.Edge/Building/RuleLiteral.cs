using System.Buffers;
using System.Text;

namespace NanoClaw.Edge.Building;

/// <summary>Writes values so that they can't be read as anything else.</summary>
internal static class RuleLiteral
{
    // The parser takes other escapes as well; these two are all that a value without control characters needs.
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\"\\");

    public static string Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        foreach (var c in value)
        {
            if (char.IsControl(c))
            {
                throw new ArgumentException($"A value in a rule may not hold control characters (U+{(int)c:X4}).", nameof(value));
            }
        }

        if (!value.AsSpan().ContainsAny(Escaped))
        {
            return $"\"{value}\"";
        }

        var text = new StringBuilder(value.Length + 8).Append('"');
        foreach (var c in value)
        {
            if (Escaped.Contains(c))
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.Append('"').ToString();
    }

    /// <summary>A set, sorted and without repetition: the same values give the same text in whatever order they come.</summary>
    public static string Set(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] members = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Text)];
        return members.Length == 0
            ? throw new ArgumentException("An empty set matches nothing: name at least one value.", nameof(values))
            : $"{{{string.Join(' ', members)}}}";
    }
}
