using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>
/// What a comparison asks of a value. It is not asked about a missing one: "any comparison where the left side evaluates to a missing
/// value will evaluate to false", says Cloudflare's documentation, <c>ne</c> included.
/// </summary>
internal static class ComparisonTest
{
    private const int FewStrings = 6;

    public static Func<RuleValue, bool> Contains(string part) => value => value.AsString.Contains(part, StringComparison.Ordinal);

    /// <summary>The test of <c>eq ne lt le gt ge</c>.</summary>
    public static Func<RuleValue, bool> Ordering(ComparisonOperator comparison, LiteralSyntax right)
    {
        if (right.Type == RuleType.Number)
        {
            var number = right.Value.AsInteger;
            return comparison switch
            {
                ComparisonOperator.Equal => value => value.AsInteger == number,
                ComparisonOperator.NotEqual => value => value.AsInteger != number,
                ComparisonOperator.Less => value => value.AsInteger < number,
                ComparisonOperator.LessOrEqual => value => value.AsInteger <= number,
                ComparisonOperator.Greater => value => value.AsInteger > number,
                _ => value => value.AsInteger >= number,
            };
        }

        if (right.Type == RuleType.Ip)
        {
            var address = right.Value.AsIp;
            return comparison == ComparisonOperator.Equal ? value => value.AsIp.Equals(address) : value => !value.AsIp.Equals(address);
        }

        var literal = right.Value.AsString;
        return comparison switch
        {
            ComparisonOperator.Equal => value => value.AsString == literal,
            ComparisonOperator.NotEqual => value => value.AsString != literal,
            ComparisonOperator.Less => value => string.CompareOrdinal(value.AsString, literal) < 0,
            ComparisonOperator.LessOrEqual => value => string.CompareOrdinal(value.AsString, literal) <= 0,
            ComparisonOperator.Greater => value => string.CompareOrdinal(value.AsString, literal) > 0,
            _ => value => string.CompareOrdinal(value.AsString, literal) >= 0,
        };
    }

    public static Func<RuleValue, bool> In(SetSyntax set)
    {
        if (set.Type == RuleType.Ip)
        {
            var ranges = set.Elements.Select(element => IpRange.Parse(((WordSyntax)element).Text).Range).ToArray();
            return value => Array.Exists(ranges, range => range.Contains(value.AsIp));
        }

        if (set.Type == RuleType.Number)
        {
            var ranges = set.Elements.Select(element => NumberRange(((WordSyntax)element).Text)).ToArray();
            return value => Array.Exists(ranges, range => value.AsInteger >= range.First && value.AsInteger <= range.Last);
        }

        var strings = set.Elements.Select(element => ((StringSyntax)element).Text).ToArray();
        if (strings.Length <= FewStrings)
        {
            return value => Array.IndexOf(strings, value.AsString) >= 0;
        }

        var many = strings.ToHashSet();
        return value => many.Contains(value.AsString);
    }

    private static (long First, long Last) NumberRange(string text)
    {
        var source = new SourceText(text);
        _ = NumberReader.TryRead(source, out var first);
        var last = first;
        return source.Take("..") && NumberReader.TryRead(source, out last) ? (first, last) : (first, first);
    }
}
