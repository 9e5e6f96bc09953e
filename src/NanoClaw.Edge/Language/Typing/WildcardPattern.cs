using System.Text;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>A literal with <c>*</c>, of which the whole value has to match. Case is folded for ASCII only, as for bytes.</summary>
internal sealed class WildcardPattern
{
    private readonly string[] _parts;
    private readonly StringComparison _comparison;

    private WildcardPattern(string[] parts, bool strict)
    {
        _parts = parts;
        _comparison = strict ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
    }

    /// <summary>Reads a pattern; <paramref name="error"/> says why it cannot be one.</summary>
    public static WildcardPattern? Parse(string pattern, bool strict, out string? error)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        error = null;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] is '*' or '\\':
                    part.Append(pattern[++i]);
                    break;
                case '\\':
                    error = @"invalid wildcard: a backslash escapes * or \ only; a raw string r""\*"" holds them as they are";
                    return null;
                case '*' when i > 0 && part.Length == 0 && parts.Count > 0:
                    error = "wildcard contains a double star";
                    return null;
                case '*':
                    parts.Add(part.ToString());
                    part.Clear();
                    break;
                default:
                    part.Append(pattern[i]);
                    break;
            }
        }

        parts.Add(part.ToString());
        return new WildcardPattern([.. parts], strict);
    }

    public bool IsMatch(string value)
    {
        var first = _parts[0];
        if (_parts.Length == 1)
        {
            return value.Equals(first, _comparison);
        }

        var last = _parts[^1];
        if (value.Length < first.Length + last.Length || !value.StartsWith(first, _comparison) || !value.EndsWith(last, _comparison))
        {
            return false;
        }

        var position = first.Length;
        var end = value.Length - last.Length;
        foreach (var middle in _parts.AsSpan(1, _parts.Length - 2))
        {
            var found = value.IndexOf(middle, position, end - position, _comparison);
            if (found < 0)
            {
                return false;
            }

            position = found + middle.Length;
        }

        return true;
    }
}
