using System.Collections.Frozen;
using System.Globalization;
using NanoClaw.Edge.Language.Syntax;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>Reads the right side of a comparison as the type of its left side asks.</summary>
internal sealed class LiteralReader(string text)
{
    public string String(SyntaxNode node) =>
        node is StringSyntax literal ? literal.Value : throw Error(node.Span, "expected \" or r: this is compared with a string");

    /// <summary>An argument, of which the literal itself tells the type.</summary>
    public TypedConstant Constant(SyntaxNode node) => node switch
    {
        StringSyntax literal => new(RuleValue.From(literal.Value), RuleType.Text),
        WordSyntax word when IpRange.ParseAddress(word.Text) is { } address => new(RuleValue.From(address), RuleType.Ip),
        _ => new(RuleValue.From(Integer(node)), RuleType.Number),
    };

    /// <summary>The test of <c>eq ne lt le gt ge</c>. It is not asked about a missing value, so that one is not unequal either, as documented.</summary>
    public Func<RuleValue, bool> Ordering(ComparisonOperator comparison, SyntaxNode right, RuleType type)
    {
        if (type == RuleType.Number)
        {
            var number = Integer(right);
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

        if (type == RuleType.Ip)
        {
            var address = Address(right);
            return comparison == ComparisonOperator.Equal ? value => value.AsIp.Equals(address) : value => !value.AsIp.Equals(address);
        }

        var literal = String(right);
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

    public Func<RuleValue, bool> Set(SetSyntax set, RuleType type)
    {
        if (type == RuleType.Text)
        {
            var strings = set.Elements.Select(String).ToFrozenSet();
            return value => strings.Contains(value.AsString);
        }

        if (type == RuleType.Ip)
        {
            var ranges = set.Elements.Select(Range).ToArray();
            return value => Array.Exists(ranges, range => range.Contains(value.AsIp));
        }

        var numbers = set.Elements.Select(IntegerRange).ToArray();
        return value => Array.Exists(numbers, range => value.AsInteger >= range.First && value.AsInteger <= range.Last);
    }

    private IpRange Range(SyntaxNode node)
    {
        var word = Word(node, "an IP address, written without quotes");
        var (range, error) = IpRange.Parse(word);
        return error is null ? range : throw Error(node.Span, error);
    }

    private System.Net.IPAddress Address(SyntaxNode node)
    {
        var word = Word(node, "an IP address, written without quotes");
        return IpRange.ParseAddress(word) ?? throw Error(node.Span, IpRange.Parse(word).Error is null
            ? $"a range stands in a set only: in {{{word}}}"
            : "invalid IP address syntax");
    }

    private (long First, long Last) IntegerRange(SyntaxNode node)
    {
        var word = Word(node, "a number");
        var dots = word.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            var single = Integer(node);
            return (single, single);
        }

        var first = Parse(word[..dots], node.Span);
        var last = Parse(word[(dots + 2)..], node.Span);
        return first <= last ? (first, last) : throw Error(node.Span, "incompatible range bounds");
    }

    private long Integer(SyntaxNode node) => Parse(Word(node, "a number"), node.Span);

    private string Word(SyntaxNode node, string expected) =>
        node is WordSyntax word ? word.Text : throw Error(node.Span, $"expected {expected}");

    // As the engine does: 0x is hexadecimal, another leading zero octal.
    private long Parse(string word, TextSpan span)
    {
        var radix = word.StartsWith("0x", StringComparison.Ordinal) ? 16 : word.StartsWith('0') ? 8 : 10;
        if (radix == 10)
        {
            return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw Error(span, "invalid number");
        }

        var digits = word.AsSpan(radix == 16 ? 2 : 0);
        UInt128 result = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            result = (result * (uint)radix) + (uint)digit;
            if (digit >= radix || result > long.MaxValue)
            {
                throw Error(span, $"invalid number of radix {radix}");
            }
        }

        return digits.Length > 0 ? (long)result : throw Error(span, $"invalid number of radix {radix}");
    }

    private RuleSyntaxException Error(TextSpan span, string reason) => new(text, span, reason);
}
